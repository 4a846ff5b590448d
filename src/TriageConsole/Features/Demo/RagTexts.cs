namespace TriageConsole.Features.Demo;

internal static class RagTexts
{
    private static readonly RagDocument Glossary = new(
        "hb-001",
        "How this handbook works",
        "Each page names its owner and the date it was last confirmed. A page marked superseded is kept for the record "
            + "and must not be relied on."
    );
    private static readonly RagDocument Plans = new(
        "pr-002",
        "Plans at a glance",
        "There are three plans: Team, Business and Enterprise. Enterprise adds single sign-on, a data processing "
            + "agreement and a named contact."
    );

    /// <summary>Pages that are retrieved next to the right one for every question.</summary>
    public static readonly RagDocument[] Neighbours = [Glossary, Plans];

    public static readonly string[] StaleComments =
    [
        "that's the old policy, changed in January",
        "this was replaced last year",
        "page says superseded, why do you quote it?",
        "cited an old edition",
    ];

    public static readonly RagTopic[] Topics =
    [
        new(
            "parental-leave",
            [
                "How many weeks of paid parental leave do I get?",
                "What's our parental leave policy for the second parent?",
                "I'm expecting in autumn. How long can I stay home on full pay, and when do I have to tell you?",
            ],
            new(
                "hb-210",
                "Parental leave (2026 edition)",
                "Every parent may take 20 weeks of leave on full pay within the first 18 months, in up to three parts. "
                    + "Please tell your lead eight weeks ahead. Further unpaid leave follows the law of your country."
            ),
            "Every parent can take 20 weeks on full pay within the first 18 months, split into up to three parts "
                + "[hb-210]. Please tell your lead eight weeks before the first part begins [hb-210].",
            "You can take up to 52 weeks of parental leave on full pay. Your lead will arrange a replacement, and you "
                + "also receive a child bonus with your next salary.",
            new(
                "hb-118",
                "Parental leave (2024 edition, superseded)",
                "The main carer receives 12 weeks of leave on full pay, the other parent 4 weeks. Leave is "
                    + "taken in one part and announced three months ahead."
            ),
            "The main carer receives 12 weeks on full pay and the other parent 4 weeks, taken in one part "
                + "[hb-118]. Leave has to be announced three months ahead [hb-118]."
        ),
        new(
            "enterprise-price",
            [
                "What is the list price of the Enterprise plan per seat?",
                "A prospect with 400 seats asks for Enterprise pricing. What can I quote?",
                "Is there a minimum number of seats for Enterprise?",
            ],
            new(
                "pr-031",
                "Price list, from 1 January 2026",
                "Enterprise: 42 EUR per seat and month, billed yearly, from 100 seats. From 250 seats the deal desk "
                    + "may give up to 12 %. Prices hold for quotes open for 30 days."
            ),
            "Enterprise is 42 EUR per seat and month, billed yearly, with a minimum of 100 seats; from 250 seats the "
                + "deal desk may give up to 12 % [pr-031]. A quote holds for 30 days [pr-031].",
            "Enterprise pricing is always individual, but most customers of this size pay about 25 EUR per seat. You "
                + "can promise them a free pilot of six months.",
            new(
                "pr-019",
                "Price list 2025 (superseded)",
                "Enterprise: 36 EUR per seat and month, billed yearly, from 50 seats. From 200 seats account "
                    + "executives may give up to 20 % without approval."
            ),
            "Enterprise is 36 EUR per seat and month, billed yearly, from 50 seats. With 200 seats or more you may "
                + "give up to 20 % without approval [pr-019]."
        ),
        new(
            "travel-expenses",
            [
                "Which class may I book on a flight to New York?",
                "What's the hotel limit per night in London?",
                "How do I get my travel costs back?",
            ],
            new(
                "hb-342",
                "Travel and expenses (2026 edition)",
                "Economy up to six hours of flight, premium economy beyond. Hotels up to 190 EUR a night, 260 EUR in "
                    + "London, Paris, New York and Zurich. Send receipts in the expense tool within 30 days; you are paid "
                    + "with the next salary."
            ),
            "On flights above six hours you may book premium economy, economy otherwise; hotels go up to 190 EUR a "
                + "night, or 260 EUR in London, Paris, New York and Zurich [hb-342]. Hand in receipts in the expense tool "
                + "within 30 days [hb-342].",
            "You may book business class on any flight longer than four hours, and hotels of your choice as long as "
                + "they have four stars. Keep the receipts for your tax return.",
            new(
                "hb-204",
                "Travel policy (2023, superseded)",
                "Economy on all flights. Hotels up to 140 EUR a night everywhere. Receipts go on paper to the finance "
                    + "office by the end of the quarter."
            ),
            "Flights are economy class without exception, and hotels go up to 140 EUR a night [hb-204]. Receipts are "
                + "handed in on paper to the finance office by the end of the quarter [hb-204]."
        ),
        new(
            "api-limits",
            [
                "What are the rate limits of our public API?",
                "A customer gets 429 from the export endpoint. What's the limit there?",
                "Can the API limit be raised for one customer?",
            ],
            new(
                "pr-077",
                "API limits",
                "600 requests a minute per key, 20 a minute on /export. A 429 carries Retry-After in seconds. "
                    + "Enterprise customers can ask for up to five times as much through their named contact."
            ),
            "The limit is 600 requests a minute per key, and 20 a minute on /export; a 429 says in Retry-After how "
                + "many seconds to wait [pr-077]. For Enterprise customers the named contact can raise it up to five times "
                + "[pr-077].",
            "There is no fixed limit. A 429 usually means that the customer's network is too slow; ask them to open "
                + "several connections in parallel.",
            new(
                "pr-054",
                "API limits (before version 3)",
                "100 requests a minute per account. There is no separate limit on exports. Limits cannot be raised."
            ),
            "The API allows 100 requests a minute per account, exports included, and the limit cannot be raised [pr-054]."
        ),
        new(
            "security-incident",
            [
                "I think I clicked on a phishing link. What do I do?",
                "Whom do I call about a lost laptop?",
                "How fast do we have to report a data breach?",
            ],
            new(
                "hb-501",
                "Security incidents",
                "Call the security desk at once, day and night, extension 4444; do not switch the device off. A loss "
                    + "of personal data is reported to the authority within 72 hours by the data protection officer, never "
                    + "by teams themselves."
            ),
            "Call the security desk right away on extension 4444, day or night, and leave the device switched on "
                + "[hb-501]. If personal data is affected, the data protection officer reports it within 72 hours; please "
                + "don't report it yourself [hb-501].",
            "Run a virus scan and change your password. If nothing is found there is no need to tell anybody."
        ),
        new(
            "remote-abroad",
            [
                "Can I work from Spain for two months?",
                "How many days may I work from another country?",
                "Do I need approval to work from abroad over Christmas?",
            ],
            new(
                "hb-230",
                "Working from abroad",
                "Up to 40 working days a year within the EU, 15 elsewhere, after approval in the people tool two weeks "
                    + "ahead. Longer stays need a check of tax and social insurance by the people team."
            ),
            "Within the EU you can work from abroad for up to 40 working days a year, elsewhere for 15, once it is "
                + "approved in the people tool two weeks ahead [hb-230]. Two months is usually more than that, so please ask "
                + "the people team for the tax check first [hb-230].",
            "Working from abroad is possible without limits as long as your lead agrees and you stay in a similar time zone."
        ),
        new(
            "onboarding-laptop",
            [
                "When does my new hire get a laptop?",
                "Can a new colleague choose between Mac and Linux?",
                "How do I order equipment for someone who starts in two weeks?",
            ],
            new(
                "hb-402",
                "Equipment for new colleagues",
                "Order in the service portal ten working days before the first day. Choices: MacBook Pro 14, ThinkPad "
                    + "T14 with Linux or Windows. A monitor and a chair for the home office are part of the package."
            ),
            "Order it in the service portal at least ten working days before the first day; your colleague can choose "
                + "a MacBook Pro 14 or a ThinkPad T14 with Linux or Windows [hb-402]. A monitor and a chair for the home "
                + "office come with it [hb-402].",
            "New hires bring their own laptop in the first month and receive an allowance of 1,000 EUR for it afterwards."
        ),
    ];
}
