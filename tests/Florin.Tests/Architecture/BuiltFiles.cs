namespace Florin.Tests.Architecture;

/// <summary>The libraries as they were built beside these tests.</summary>
static class BuiltFiles
{
    static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;

    public static IReadOnlyList<string> Libraries =>
    [
        typeof(Net).Assembly.Location,
        Beside("Florin.Finance"),
        Beside("Florin.AspNetCore"),
        Beside("Florin.Sql"),
    ];

    static string Beside(string name) => Path.Combine(Outside.Root, "artifacts", "bin", name, Configuration, name + ".dll");
}
