// A mail server for tests. It prints its port and then each mail that it accepts, one JSON object a line. It demands an account, and refuses
// a recipient once if its name begins with "later".
import { SMTPServer } from "smtp-server";

const refused = new Set();
const server = new SMTPServer({
  allowInsecureAuth: true,
  disabledCommands: ["STARTTLS"],
  onAuth: (auth, _session, done) =>
    auth.username === "triage" && auth.password === "s3cret" ? done(null, { user: auth.username }) : done(new Error("Wrong account")),
  onRcptTo: ({ address }, _session, done) => {
    if (!address.startsWith("later") || refused.has(address)) return done();
    refused.add(address);
    const error = new Error("The mailbox is busy");
    error.responseCode = 450;
    return done(error);
  },
  onData: (stream, session, done) => {
    const parts = [];
    stream.on("data", (part) => parts.push(part));
    stream.on("end", () => {
      const { mailFrom, rcptTo } = session.envelope;
      console.log(JSON.stringify({ from: mailFrom.address, to: rcptTo.map((r) => r.address), mail: Buffer.concat(parts).toString() }));
      done();
    });
  },
});
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ port: server.server.address().port })));
