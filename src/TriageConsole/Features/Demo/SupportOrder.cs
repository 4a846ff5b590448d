using System.Globalization;

namespace TriageConsole.Features.Demo;

/// <summary>The order of a conversation; fills the placeholders of a text.</summary>
internal sealed class SupportOrder
{
    private readonly DemoMoment moment;
    private readonly SupportProduct product;
    private readonly string name;
    private readonly int daysAgo;

    /// <param name="moment">The interaction.</param>
    /// <param name="kinds">The kinds of product that fit the question; null for all.</param>
    /// <param name="minDays">The minimum age of the delivery in days.</param>
    public SupportOrder(DemoMoment moment, ProductKind[]? kinds, int minDays)
    {
        this.moment = moment;
        product = moment.Pick(kinds is null ? SupportTexts.Products : [.. SupportTexts.Products.Where(p => kinds.Contains(p.Kind))]);
        name = moment.Faker.Name.FirstName();
        daysAgo = moment.Dice.Number(minDays, 28);
        Id = $"A{moment.Dice.Number(10_000_000, 99_999_999)}";
    }

    public string Id { get; }

    private string Price => product.Price.ToString("0.00", CultureInfo.InvariantCulture);

    public string Fill(string text) =>
        text.Replace("{order}", Id, StringComparison.Ordinal)
            .Replace("{product}", product.Name, StringComparison.Ordinal)
            .Replace("{price}", Price, StringComparison.Ordinal)
            .Replace("{name}", name, StringComparison.Ordinal)
            .Replace("{days}", daysAgo.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{date}", moment.At.AddDays(-daysAgo).ToString("d MMMM", CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>The arguments of the tool.</summary>
    public string Arguments(string tool) => tool == "get_account" ? $"{{\"customer\": \"{name}\"}}" : $"{{\"order_id\": \"{Id}\"}}";

    /// <summary>The result of the tool that the assistant calls for the intent.</summary>
    public string Record(string tool)
    {
        var day = moment.At.AddDays(-daysAgo).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var order = $"\"order_id\": \"{Id}\", \"item\": \"{product.Name}\", \"price\": {Price}";
        return tool switch
        {
            "get_account" =>
                $"{{\"customer\": \"{name}\", \"state\": \"active\", \"second_step\": \"authenticator app\", \"last_order\": \"{Id}\"}}",
            "track_parcel" => $"{{{order}, \"promised_on\": \"{day}\", \"last_scan\": \"local depot\", \"status\": \"in_transit\"}}",
            "get_invoice" => $"{{{order}, \"ordered_on\": \"{day}\", \"payment\": \"card\", \"payments_taken\": 1}}",
            "cancel_order" => $"{{{order}, \"ordered_on\": \"{day}\", \"status\": \"cancelled\"}}",
            _ => $"{{{order}, \"delivered_at\": \"{day}\", \"days_since_delivery\": {daysAgo}, \"return_window_days\": 30, "
                + "\"status\": \"delivered\", \"payment\": \"card\"}",
        };
    }
}
