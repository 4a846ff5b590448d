namespace TriageConsole.Data.Conventions;

/// <summary>
/// An entity with a concurrency token that works with every provider. The second of two concurrent saves throws
/// DbUpdateConcurrencyException.
/// </summary>
public interface IVersioned
{
    int RowVersion { get; set; }
}
