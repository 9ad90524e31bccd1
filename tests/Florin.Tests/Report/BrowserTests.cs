namespace Florin.Tests;

using System.Text.Json;

/// <summary>A saved page in a real browser that has no network.</summary>
public class BrowserTests
{
    [Fact]
    public void A_saved_page_draws_itself_without_a_network_and_without_errors()
    {
        string folder = Path.Combine(Outside.Root, "artifacts", "pages"), path = Path.Combine(folder, "everything.html");
        Directory.CreateDirectory(folder);
        ExamplePages.Everything.Save(path);
        File.WriteAllText(Path.ChangeExtension(path, ".json"), ExamplePages.Everything.ToJson());

        foreach (JsonElement look in Look(path).EnumerateArray())
        {
            string said = look.GetRawText();
            Assert.True(look.GetProperty("errors").GetArrayLength() == 0, said);
            Assert.True(look.GetProperty("requests").GetArrayLength() == 0, said);
            Assert.Equal(ExamplePages.Everything.Title, look.GetProperty("heading").GetString());
            Assert.Equal(5, look.GetProperty("charts").GetInt32());
            Assert.Equal(5, look.GetProperty("drawn").GetInt32());
            Assert.Equal(1, look.GetProperty("tables").GetInt32());
            Assert.Equal(0, look.GetProperty("overflow").GetInt32());
            Assert.Equal("price-by-living-area.png", look.GetProperty("download").GetString());
            Assert.NotEqual(look.GetProperty("theme").GetString(), look.GetProperty("toggled").GetString());
        }
    }

    static JsonElement Look(string page)
    {
        string web = Path.Combine(Outside.Root, "web");
        if (!Directory.Exists(Path.Combine(web, "node_modules", "playwright-core"))) Assert.Skip("no playwright-core; run npm ci in web");
        string[] browsers = [Environment.GetEnvironmentVariable("FLORIN_CHROMIUM") ?? "", "/usr/bin/chromium",
            "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
        if (!browsers.Any(File.Exists)) Assert.Skip("no Chromium; name one in FLORIN_CHROMIUM");
        return JsonDocument.Parse(Outside.Run("node", Path.Combine(web, "look.mjs"), page)).RootElement;
    }
}
