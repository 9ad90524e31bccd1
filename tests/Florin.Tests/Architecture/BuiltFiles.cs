namespace Florin.Tests.Architecture;

/// <summary>The libraries as they were built beside these tests.</summary>
static class BuiltFiles
{
    static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;

    public static IReadOnlyList<string> Libraries =>
    [
        typeof(Net).Assembly.Location,
        Path.Combine(Outside.Root, "artifacts", "bin", "Florin.Finance", Configuration, "Florin.Finance.dll"),
    ];
}
