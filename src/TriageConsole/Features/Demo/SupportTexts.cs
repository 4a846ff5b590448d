namespace TriageConsole.Features.Demo;

/// <summary>Texts of the shop's support conversations. {order}, {product}, {price}, {name}, {days} and {date} are placeholders.</summary>
internal static class SupportTexts
{
    public static readonly SupportProduct[] Products =
    [
        new("Nordlys desk lamp", 89.90m, ProductKind.Device),
        new("Halden office chair", 349.00m, ProductKind.Furniture),
        new("Aurora espresso machine", 529.00m, ProductKind.Device),
        new("Fjell hiking backpack 45 l", 139.50m, ProductKind.Bag),
        new("Lumen e-reader", 179.00m, ProductKind.Device),
        new("Strand wireless headphones", 219.00m, ProductKind.Device),
        new("Kvist oak side table", 159.00m, ProductKind.Furniture),
        new("Brisa air purifier", 264.00m, ProductKind.Device),
    ];

    /// <summary>
    /// The planted failure: the previous rule, stated with confidence although the order record says 30 days. The order is older than 14
    /// days.
    /// </summary>
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
        "OK, thanks a lot.",
        "Brilliant, thanks for your help.",
    ];

    public static readonly string[] UnhappyAboutReturns =
    [
        "That's not what your website says. It says 30 days there.",
        "I've had a different answer from your colleague on the phone yesterday.",
        "That can't be right. Can I talk to a person, please?",
    ];

    public static readonly string[] Unhappy =
    [
        "That doesn't help me. Can I talk to a person, please?",
        "No. Please read my message again.",
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
        "Glad I could help, {name}.",
        "Any time. I'll close the case then; just reply if something comes up.",
    ];

    public static readonly string[] Comments =
    [
        "did not answer my question",
        "waste of time",
        "had to call the hotline anyway",
        "no help at all",
        "useless answer",
    ];

    public static readonly string[] RefundComments =
    [
        "your own site says 30 days!!",
        "refused my refund although I'm within 30 days",
        "told me 14 days, the hotline said 30 and refunded me at once",
        "wrong return period",
    ];
}
