// An OpenID Connect provider for the tests of single sign-on. The file PEOPLE names who signs in and what is said about each person; it is
// read again for every answer, so that a test can change groups between two sign-ins.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const { PORT, PEOPLE, REDIRECT } = process.env;
const people = () => JSON.parse(readFileSync(PEOPLE, 'utf8'));

const provider = new Provider(`http://127.0.0.1:${PORT}`, {
  clients: [
    {
      client_id: 'console',
      client_secret: 'a-secret-of-the-console',
      redirect_uris: [REDIRECT],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  scopes: ['openid', 'profile', 'email', 'groups'],
  claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'], groups: ['groups'] },
  pkce: { required: () => true },
  cookies: { keys: ['a key of the tests'] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people().people[id] }) }),
  // Everybody consents to everything.
  loadExistingGrant: async (ctx) => {
    const { client, session } = ctx.oidc;
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope('openid profile email groups');
    await grant.save();
    return grant;
  },
});

const callback = provider.callback();

createServer(async (request, response) => {
  if (!request.url.startsWith('/interaction/')) return callback(request, response);
  await provider.interactionDetails(request, response);
  const { current } = people();
  const result = current ? { login: { accountId: current } } : { error: 'access_denied' };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}).listen(Number(PORT), '127.0.0.1');
