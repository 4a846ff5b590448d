namespace TriageConsole.Features.Demo;

/// <summary>Code changes with a defect, and the comments of a good and of a bad reviewer.</summary>
internal static class CodeTexts
{
    public static readonly string[] Areas = ["checkout", "profile", "search", "cart", "settings", "onboarding"];
    public static readonly string[] Words = ["title", "hint", "error", "confirm", "label", "empty"];
    public static readonly string[] Phrases =
    [
        "Save changes",
        "Please check your entries",
        "No results yet",
        "Are you sure?",
        "Something went wrong, try again",
        "Choose a date",
    ];
    public static readonly string[] Comments = ["noise", "missed the actual bug", "not about the change that matters", "did not help"];

    public static readonly CodeFinding[] Findings =
    [
        new(
            "Retry failed payments",
            "csharp",
            "src/Payments/RetryJob.cs",
            "@@ -21,7 +21,9 @@\n     foreach (var payment in failed)\n     {\n-        await "
                + "gateway.ChargeAsync(payment);\n+        for (var i = 0; i < 3; i++)\n+            if (await "
                + "gateway.ChargeAsync(payment)) break;\n     }\n",
            "public interface IGateway\n{\n    // Throws TimeoutException when the bank does not answer; the charge "
                + "may have gone through.\n    Task<bool> ChargeAsync(Payment payment, string? idempotencyKey = null);\n}",
            "`ChargeAsync` can time out after the bank has taken the money, and this loop would then charge the "
                + "customer up to three times. Pass the same idempotency key on every try, e.g. `ChargeAsync(payment, "
                + "payment.Id.ToString())`, and stop on `TimeoutException` until the state is known."
        ),
        new(
            "Filter orders by customer name",
            "python",
            "orders/repository.py",
            "@@ -44,5 +44,6 @@\n def find_orders(connection, name):\n-    return connection.execute(\"SELECT * FROM "
                + "orders WHERE name = %s\", (name,))\n+    query = f\"SELECT * FROM orders WHERE name ILIKE '%{name}%'\"\n+ "
                + "   return connection.execute(query)\n",
            "@app.get('/orders')\ndef list_orders(name: str = ''):\n    return find_orders(db(), name)",
            "`name` comes straight from the query string and is now put into the SQL text: this is an SQL injection. "
                + "Keep it a parameter: `execute(\"... WHERE name ILIKE %s\", (f\"%{name}%\",))`, and escape `%` and `_` if "
                + "they should not act as wildcards."
        ),
        new(
            "Cache the exchange rates",
            "typescript",
            "src/rates/cache.ts",
            "@@ -8,6 +8,10 @@\n export class RateCache {\n+  private rates: Map<string, number> | null = null;\n+\n   "
                + "async get(currency: string) {\n-    return (await this.load()).get(currency);\n+    if (!this.rates) "
                + "this.rates = await this.load();\n+    return this.rates.get(currency);\n   }\n",
            "// Rates change every hour; /rates answers with Cache-Control: max-age=3600.\nprivate load(): Promise<Map<string, number>>",
            "The rates are loaded once and never again, although they change every hour: a server that stays up for a "
                + "week quotes last week's prices. Keep the time of loading and refresh after `max-age`. Storing the promise "
                + "instead of the result would also stop parallel first calls from loading twice."
        ),
        new(
            "Show initials in the avatar",
            "kotlin",
            "app/src/main/java/ui/Avatar.kt",
            "@@ -12,4 +12,5 @@\n fun initials(user: User): String {\n-    return user.name.take(2).uppercase()\n+    "
                + "val parts = user.name.split(\" \")\n+    return \"${parts[0][0]}${parts[1][0]}\".uppercase()\n }\n",
            "data class User(val id: Long, val name: String) // name may be one word, or empty for guests",
            "`parts[1]` does not exist for people with one name and `parts[0][0]` fails for guests, whose name is "
                + "empty; both crash the list. `user.name.split(\" \").filter { it.isNotEmpty() }.take(2).joinToString(\"\") "
                + "{ it.take(1) }` covers all three cases."
        ),
        new(
            "Aggregate events per day",
            "sql",
            "models/daily_events.sql",
            "@@ -1,5 +1,6 @@\n-SELECT date_trunc('day', occurred_at AT TIME ZONE 'UTC') AS day, count(*)\n+SELECT "
                + "date_trunc('day', occurred_at) AS day, count(DISTINCT user_id) AS users, count(*)\n FROM events\n+LEFT "
                + "JOIN sessions USING (session_id)\n GROUP BY 1\n",
            "-- sessions: one row per (session_id, device); a session may have several devices",
            "Two things change the numbers silently: the join with `sessions` multiplies events of sessions with more "
                + "than one device, so `count(*)` grows, and without `AT TIME ZONE 'UTC'` the day depends on the "
                + "connection's setting. Join a distinct list of sessions, or count `DISTINCT event_id`, and keep the zone."
        ),
        new(
            "Close idle connections",
            "go",
            "internal/pool/pool.go",
            "@@ -31,6 +31,9 @@\n func (p *Pool) reap() {\n+\tp.mu.Lock()\n \tfor _, c := range p.idle "
                + "{\n-\t\tp.closeIfOld(c)\n+\t\tif c.age() > p.maxAge {\n+\t\t\treturn\n+\t\t}\n \t}\n+\tp.mu.Unlock()\n }\n",
            "// Get and Put take p.mu as well.",
            "The `return` inside the loop leaves the mutex locked, so the first old connection stops every later `Get` "
                + "and `Put` for good; it also no longer closes anything. `defer p.mu.Unlock()` right after the lock, and "
                + "`c.close()` with `continue` in place of `return`."
        ),
    ];

    /// <summary>
    /// The planted failure: the end of a long diff was cut off, and the comment is about the translations before it or has no content.
    /// </summary>
    public static readonly string[] LostTheEnd =
    [
        "The change only touches `locales/messages.json`. The new keys look consistent. No issues found, good to merge.",
        "Consider sorting the keys of `messages.json` alphabetically to keep later changes small. Otherwise looks good.",
        "I cannot see where the new messages are used. If `legacyFormatter` still reads them, `formatMessage()` in "
            + "`i18n/index.ts` has to be updated as well.",
        "Looks good to me. The diff adds translations and has no effect on behaviour.",
    ];

    public static readonly string[] Noise =
    [
        "Consider extracting this into a helper function to improve readability.",
        "Nit: prefer a more descriptive name here.",
        "You may want to add unit tests for this change.",
        "The variable `tmpResult` is assigned but never used. Please remove it.",
    ];
}
