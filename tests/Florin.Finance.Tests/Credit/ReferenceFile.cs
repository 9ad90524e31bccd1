namespace Florin.Finance.Tests.Credit;

using System.Text.Json;

/// <summary>A file of tests/reference.</summary>
static class ReferenceFile
{
    public static JsonElement Read(string name)
    {
        string folder = AppContext.BaseDirectory;
        while (!Directory.Exists(Path.Combine(folder, "tests", "reference"))) folder = Path.GetDirectoryName(folder)!;
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "tests", "reference", name)));
        return document.RootElement.Clone();
    }
}
