namespace TriageConsole.Features.Demo;

/// <summary>What can be said about a product: only a device can fail to switch on, only furniture has legs.</summary>
internal enum ProductKind
{
    Device,
    Furniture,
    Bag,
}
