using System.Globalization;

namespace TriageConsole.Features.Demo;

/// <summary>The order of a conversation; fills the placeholders of a text.</summary>
internal sealed class SupportOrder(DemoMoment moment)
{
    private readonly (string Name, decimal Price) product = moment.Pick(SupportTexts.Products);
    private readonly string name = moment.Faker.Name.FirstName();
    private readonly int daysAgo = moment.Dice.Number(3, 28);

    public string Id { get; } = $"A{moment.Dice.Number(10_000_000, 99_999_999)}";

    public string Fill(string text) =>
        text.Replace("{order}", Id, StringComparison.Ordinal)
            .Replace("{product}", product.Name, StringComparison.Ordinal)
            .Replace("{price}", product.Price.ToString("0.00", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{name}", name, StringComparison.Ordinal)
            .Replace("{days}", daysAgo.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{date}", moment.At.AddDays(-daysAgo).ToString("d MMMM", CultureInfo.InvariantCulture), StringComparison.Ordinal);

    public string Record() =>
        $$"""{"order_id": "{{Id}}", "item": "{{product.Name}}", "price": """
        + $$"""{{product.Price.ToString("0.00", CultureInfo.InvariantCulture)}}, "delivered_at":"""
        + $$""" "{{moment.At.AddDays(-daysAgo):yyyy-MM-dd}}", "days_since_delivery": {{daysAgo}}, "return_window_days": 30,"""
        + $$""" "status": "delivered", "payment": "card"}""";
}
