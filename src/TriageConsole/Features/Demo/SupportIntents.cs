namespace TriageConsole.Features.Demo;

/// <summary>The cases of the shop's support: each question with answers to that question.</summary>
internal static class SupportIntents
{
    private const string Trace =
        "I've opened a trace with the carrier for order {order}. They answer within two working days; if the parcel isn't "
        + "found by then you "
        + "can choose between a new {product} and your money back, {price}.";
    private const string AskCarrier =
        "Please contact the carrier directly about the parcel. We have no information on deliveries once they leave our warehouse.";
    private const string Voucher =
        "You can return the {product} in any of our shops and will be given a voucher over {price}. Refunds to a card are not possible for "
        + "online orders.";
    private const string HandlingFee =
        "I have started the return for order {order}. Please note that a handling fee of 15 % will be taken off the refund.";
    private const string Repair = "The warranty only covers the first 14 days, so a repair of the {product} would cost {price}.";
    private const string NewAccount =
        "For security reasons I cannot help with accounts. Please create a new one with another e-mail address.";
    private const string ForgotPassword =
        "Please click on \"Forgot password\" on the sign-in page and follow the instructions in the e-mail.";
    private const string AllInOrder = "According to our system everything is in order with {order}. The amount of {price} is correct.";
    private const string Refund =
        "Yes, you can. Your {product} was delivered {days} days ago and our return window is 30 days. I've sent the return label to your "
        + "e-mail; once the parcel is scanned at the depot, {price} goes back to your card within 5 working days.";

    public static readonly SupportIntent[] All =
    [
        new(
            "refund",
            "get_order",
            [
                new(
                    "Hi, I'd like to return the {product} from order {order}. It arrived {days} days ago. Can I still get my money back?",
                    Refund,
                    Voucher,
                    HandlingFee
                ),
                new(
                    "Hello, the {product} doesn't fit our room after all. How do I send it back and when is the refund on my card?",
                    "Of course, {name}. Order {order} is within the 30 days for returns. Print the label I've just sent and book a pick-up "
                        + "with it; you'll have {price} back on your card about 5 working days after the pick-up.",
                    Voucher,
                    HandlingFee
                )
                {
                    Kinds = [ProductKind.Furniture],
                },
                new(
                    "I want a refund for {order}. Delivered on {date}, unused, original packaging.",
                    "Of course, {name}. Order {order} is within the 30 days for returns. Print the label I've just sent, "
                        + "drop the parcel at "
                        + "any collection point, and you'll have {price} back on your card about 5 working days after it is scanned.",
                    Voucher,
                    HandlingFee
                ),
                new(
                    "My parcel came on {date} but I've changed my mind about the {product}. Is a refund still possible?",
                    Refund,
                    Voucher,
                    HandlingFee
                ),
            ]
        ),
        new(
            "delivery",
            "track_parcel",
            [
                new(
                    "Where is my order {order}? The tracking page hasn't changed for four days.",
                    "I'm sorry about the wait, {name}. The carrier last scanned order {order} at the local depot this morning; it is on "
                        + "today's route and should reach you before 18:00. If it doesn't, reply here and I'll send a "
                        + "replacement straight away.",
                    "Your order {order} has been delivered. Is there anything else I can help you with?",
                    AskCarrier
                ),
                new(
                    "Your site says delivered but there is no {product} here, and no neighbour has it either.",
                    Trace,
                    "Your order {order} has been delivered. Is there anything else I can help you with?",
                    AskCarrier
                ),
                new(
                    "Can I still change the delivery address for the {product}? I'm moving this weekend.",
                    "Yes. Order {order} is still at the local depot, so I can redirect it: I've sent you a link where you "
                        + "enter the new address. "
                        + "Please do it before 20:00 today; the parcel then arrives one working day later.",
                    "Addresses cannot be changed. Please ask the new tenants to forward the parcel.",
                    AskCarrier
                ),
                new(
                    "The parcel was promised for {date} and nobody came. I took the day off for this.",
                    Trace,
                    "The carrier attempted a delivery. Please be at home next time.",
                    AskCarrier
                ),
            ]
        ),
        new(
            "login",
            "get_account",
            [
                new(
                    "I can't sign in any more. The reset e-mail never arrives, I've checked spam.",
                    "I've sent a new reset link to the address on file; it is valid for 30 minutes. If it isn't there in "
                        + "five minutes, please "
                        + "look for a message from no-reply at our domain, some providers put it under Promotions.",
                    ForgotPassword,
                    NewAccount
                ),
                new(
                    "It says my account is locked after too many attempts, but I only tried once.",
                    "I've unlocked your account and ended all open sessions, in case somebody else tried. Please sign in and choose a new "
                        + "password under Account, Security.",
                    ForgotPassword,
                    NewAccount
                ),
                new(
                    "I changed my phone and now the code for signing in doesn't work.",
                    "That happens when a code generator moves to a new phone. I've switched the second step off after "
                        + "checking your last order "
                        + "with you; sign in with your password and set it up again under Account, Security.",
                    "Please use the code that your old phone shows.",
                    NewAccount
                ),
                new(
                    "How do I change the e-mail address of my account? I no longer have the old one.",
                    "I've verified you by your last order and started the change: enter the new address under the link that "
                        + "I've sent to your "
                        + "phone. The old address gets a notice, nothing else.",
                    "Open the confirmation link that we have sent to your old address.",
                    NewAccount
                ),
            ]
        ),
        new(
            "billing",
            "get_invoice",
            [
                new(
                    "I was charged twice for order {order}: {price} on {date} and again the next day.",
                    "You're right, there are two entries for {order}. The second is a reservation that your bank releases by "
                        + "itself within 7 "
                        + "days; only one payment of {price} was taken. I've added a note in case it is still there after a week.",
                    AllInOrder,
                    "Please ask your bank about double charges, we only see our own side."
                ),
                new(
                    "I need an invoice with our company's VAT number for the {product}.",
                    "I've issued the invoice for order {order} again with your VAT number; it is in your account under "
                        + "Orders and on its way by "
                        + "e-mail. The total of {price} stays the same, the tax is now shown on its own line.",
                    AllInOrder,
                    "Invoices with a VAT number are not available for private customers."
                ),
                new(
                    "The discount code was accepted but the invoice shows the full {price}.",
                    "You're right, the code was left out of the invoice for {order}. I've booked the discount; the "
                        + "difference goes back to your "
                        + "card within 5 working days, and a corrected invoice is on its way by e-mail.",
                    AllInOrder,
                    "Discount codes cannot be added after the purchase."
                ),
                new(
                    "Why is there a pending charge of {price}? I cancelled the order the same day.",
                    "Order {order} was cancelled before it was paid. What you see is a reservation of {price}; your bank "
                        + "releases it by itself "
                        + "within 7 days, and no money was taken.",
                    AllInOrder,
                    "Please ask your bank, we only see our own side."
                ),
            ]
        ),
        new(
            "warranty",
            "get_order",
            [
                new(
                    "The {product} stopped working after {days} days. It doesn't switch on any more.",
                    "I'm sorry to hear that. The {product} is under warranty for two years, so this is on us: I've "
                        + "registered the defect for "
                        + "order {order} and a courier will swap it on the day you choose in the link I've sent. You don't "
                        + "need the original box.",
                    "Please try switching the {product} off and on again. If that does not help, please read the manual.",
                    Repair
                )
                {
                    Kinds = [ProductKind.Device],
                },
                new(
                    "One leg of the {product} is cracked. I only noticed it when I put it together.",
                    "Thank you for the description, {name}. A crack like this is a transport damage. I'm sending the missing part free of "
                        + "charge, it should arrive in three working days, and please don't use the {product} until then.",
                    "Small marks on wood and metal are normal and no defect.",
                    Repair
                )
                {
                    Kinds = [ProductKind.Furniture],
                },
                new(
                    "A seam of the {product} has come open after {days} days. Is that covered?",
                    "Yes. Seams are under warranty for two years. I've sent a return label for order {order}; you get a new "
                        + "{product} as soon as "
                        + "the parcel is scanned.",
                    "Wear and tear is not covered. A tailor near you can help.",
                    Repair
                )
                {
                    Kinds = [ProductKind.Bag],
                },
                new(
                    "My {product} broke. What do you need from me for the warranty?",
                    "I'm sorry to hear that. The order number is enough: I've registered the defect for {order}, and a courier swaps the "
                        + "{product} on the day you choose in the link I've sent.",
                    "We need the original receipt on paper, the original box and a statement of two witnesses.",
                    Repair
                ),
            ]
        ),
        new(
            "cancel",
            "cancel_order",
            [
                new(
                    "Please cancel order {order}, I ordered the {product} twice by mistake.",
                    "Done: order {order} is cancelled and {price} will be back on your card in 3 to 5 working days. Your "
                        + "other order for the "
                        + "same {product} stays as it is.",
                    "Your order {order} cannot be cancelled. Please refuse the parcel when it is delivered.",
                    "I've cancelled both of your orders for the {product}. Is there anything else I can do for you?"
                ),
                new(
                    "Can I cancel the {product}? It hasn't been shipped yet according to the site.",
                    "Yes, it has not left our warehouse. Order {order} is cancelled and {price} will be back on your card in "
                        + "3 to 5 working days.",
                    "Your order {order} cannot be cancelled. Please refuse the parcel when it is delivered.",
                    "Please send the {product} back when it arrives."
                ),
            ]
        ),
    ];
}
