namespace TriageConsole.Features.Demo;

/// <summary>Texts of the shop's support conversations. {order}, {product}, {price}, {name}, {days} and {date} are placeholders.</summary>
internal static class SupportTexts
{
    public static readonly (string, decimal)[] Products =
    [
        ("Nordlys desk lamp", 89.90m),
        ("Halden office chair", 349.00m),
        ("Aurora espresso machine", 529.00m),
        ("Fjell hiking backpack 45 l", 139.50m),
        ("Lumen e-reader", 179.00m),
        ("Strand wireless headphones", 219.00m),
        ("Kvist oak side table", 159.00m),
        ("Brisa air purifier", 264.00m),
    ];

    public static readonly SupportIntent[] Intents =
    [
        new(
            "refund",
            "get_order",
            true,
            [
                "Hi, I'd like to return the {product} from order {order}. It arrived {days} days ago. Can I still get my money back?",
                "Hello, the {product} doesn't fit our room after all. How do I send it back and when is the refund on my card?",
                "I want a refund for {order}. Delivered on {date}, unused, original packaging.",
                "My parcel came on {date} but I've changed my mind about the {product}. Is a refund still possible?",
            ],
            [
                "Yes, you can. Your {product} was delivered {days} days ago and our return window is 30 days. I've "
                    + "sent the return label to your e-mail; once the parcel is scanned at the depot, {price} goes back to "
                    + "your card within 5 working days.",
                "Of course, {name}. Order {order} is within the 30 days for returns. Print the label I've just sent, "
                    + "drop the parcel at any collection point, and you'll have {price} back on your card about 5 working "
                    + "days after it is scanned.",
            ],
            [
                "You can return the {product} in any of our shops and will be given a voucher over {price}. Refunds to "
                    + "a card are not possible for online orders.",
                "I have started the return for order {order}. Please note that a handling fee of 15 % will be taken off the refund.",
            ]
        ),
        new(
            "delivery",
            "track_parcel",
            true,
            [
                "Where is my order {order}? The tracking page hasn't changed for four days.",
                "Your site says delivered but there is no {product} here, and no neighbour has it either.",
                "Can I still change the delivery address for the {product}? I'm moving this weekend.",
                "The parcel was promised for {date} and nobody came. I took the day off for this.",
            ],
            [
                "I'm sorry about the wait, {name}. The carrier last scanned order {order} at the local depot this "
                    + "morning; it is on today's route and should reach you before 18:00. If it doesn't, reply here and I'll "
                    + "send a replacement straight away.",
                "I've opened a trace with the carrier for order {order}. They answer within two working days; if the "
                    + "parcel isn't found by then you can choose between a new {product} and your money back, {price}.",
            ],
            [
                "Your order {order} has been delivered. Is there anything else I can help you with?",
                "Please contact the carrier directly about the parcel. We have no information on deliveries once they leave our warehouse.",
            ]
        ),
        new(
            "login",
            "get_account",
            false,
            [
                "I can't sign in any more. The reset e-mail never arrives, I've checked spam.",
                "It says my account is locked after too many attempts, but I only tried once.",
                "I changed my phone and now the code for signing in doesn't work.",
                "How do I change the e-mail address of my account? I no longer have the old one.",
            ],
            [
                "I've unlocked your account and sent a new reset link to the address on file; it is valid for 30 "
                    + "minutes. If it isn't there in five minutes, please look for a message from no-reply at our domain, "
                    + "some providers put it under Promotions.",
                "That happens when a code generator moves to a new phone. I've switched the second step off after "
                    + "checking your last order with you; sign in with your password and set it up again under Account, "
                    + "Security.",
            ],
            [
                "Please click on \"Forgot password\" on the sign-in page and follow the instructions in the e-mail.",
                "For security reasons I cannot help with accounts. Please create a new one with another e-mail address.",
            ]
        ),
        new(
            "billing",
            "get_invoice",
            true,
            [
                "I was charged twice for order {order}: {price} on {date} and again the next day.",
                "I need an invoice with our company's VAT number for the {product}.",
                "The discount code was accepted but the invoice shows the full {price}.",
                "Why is there a pending charge of {price}? The order was cancelled.",
            ],
            [
                "You're right, there are two entries for {order}. The second is a reservation that your bank releases "
                    + "by itself within 7 days; only one payment of {price} was taken. I've added a note in case it is still "
                    + "there after a week.",
                "I've issued the invoice for order {order} again with your VAT number; it is in your account under "
                    + "Orders and on its way by e-mail. The total of {price} stays the same, the tax is now shown on its own "
                    + "line.",
            ],
            [
                "According to our system everything is in order with {order}. The amount of {price} is correct.",
                "Please ask your bank about double charges, we only see our own side.",
            ]
        ),
        new(
            "warranty",
            "get_order",
            true,
            [
                "The {product} stopped working after {days} days. It doesn't switch on any more.",
                "One leg of the {product} is cracked. I only noticed it when I put it together.",
                "There's a loud rattling noise from the {product} since last week. Is that covered?",
                "My {product} broke. What do you need from me for the warranty?",
            ],
            [
                "I'm sorry to hear that. The {product} is under warranty for two years, so this is on us: I've "
                    + "registered the defect for order {order} and a courier will swap it on the day you choose in the link "
                    + "I've sent. You don't need the original box.",
                "Thank you for the description, {name}. A crack like this is a transport damage. I'm sending the "
                    + "missing part free of charge, it should arrive in three working days, and you can keep using the "
                    + "{product} if it stands safely.",
            ],
            [
                "Please try switching the {product} off and on again. If that does not help, please read the manual.",
                "The warranty only covers the first 14 days, so a repair of the {product} would cost {price}.",
            ]
        ),
        new(
            "cancel",
            "cancel_order",
            true,
            [
                "Please cancel order {order}, I ordered the {product} twice by mistake.",
                "Can I cancel the {product}? It hasn't been shipped yet according to the site.",
                "I'd like to stop my subscription to the filter service before the next delivery.",
            ],
            [
                "Done: order {order} is cancelled and {price} will be back on your card in 3 to 5 working days. Your "
                    + "other order for the same {product} stays as it is.",
                "I've stopped it. Nothing further will be sent or charged, and a confirmation is on its way to your inbox.",
            ],
            [
                "Your order {order} cannot be cancelled. Please refuse the parcel when it is delivered.",
                "I've cancelled both of your orders for the {product}. Is there anything else I can do for you?",
            ]
        ),
    ];

    /// <summary>The planted failure: the previous rule, stated with confidence although the order record says 30 days.</summary>
    public static readonly string[] OutdatedRefund =
    [
        "I've looked at order {order}. In Germany the right of withdrawal ends 14 days after delivery, and your "
            + "{product} arrived {days} days ago. Unfortunately I can't offer a refund any more.",
        "Thank you for your message, {name}. Returns within Germany are accepted for 14 days. As the {product} was "
            + "delivered on {date}, a refund of {price} is no longer possible; I can offer you 10 % off your next order.",
        "The return period for order {order} has expired (14 days under German law). You may sell the {product} privately or keep it.",
    ];

    public static readonly string[] AskForOrder =
    [
        "Happy to look into this. Could you tell me your order number?",
        "I can help with that. What is the order number? It starts with A and is in your confirmation e-mail.",
        "Sure. Which order is it about?",
    ];

    public static readonly string[] GiveOrder =
    [
        "It's {order}.",
        "{order}, the {product}.",
        "Sure: {order}. Ordered by {name}.",
        "I think it's {order}",
    ];

    public static readonly string[] Happy =
    [
        "Great, thank you!",
        "Perfect, that was quick.",
        "OK, thanks a lot. I'll do that today.",
        "Brilliant. Got the e-mail already.",
    ];

    public static readonly string[] Unhappy =
    [
        "That's not what your website says. It says 30 days there.",
        "That doesn't help me. Can I talk to a person, please?",
        "No. Please read my message again, I asked about something else.",
        "I've had a different answer from your colleague on the phone yesterday.",
        "This is the third time I'm explaining it. Honestly disappointing.",
    ];

    public static readonly string[] Insist =
    [
        "I understand your frustration, but this is the information I have.",
        "I'm sorry for the inconvenience. I'll pass you on to a colleague, please stay in this chat.",
        "As I said, I can't do anything else in this case.",
    ];

    public static readonly string[] Close =
    [
        "You're welcome, {name}. Have a good day!",
        "Glad I could help. Enjoy your {product}!",
        "Any time. I'll close the case then; just reply if something comes up.",
    ];

    public static readonly string[] Comments =
    [
        "did not answer my question",
        "waste of time",
        "had to call the hotline anyway",
        "wrong information",
        "kept repeating itself",
    ];

    public static readonly string[] RefundComments =
    [
        "your own site says 30 days!!",
        "refused my refund although I'm within 30 days",
        "told me 14 days, the hotline said 30 and refunded me at once",
        "wrong return period",
    ];
}
