namespace Florin.Tests;

using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

/// <summary>A saved page in a real browser that has no network.</summary>
public sealed class BrowserTests(Browser browser) : IClassFixture<Browser>
{
    const int Charts = 7, Phone = 390, Laptop = 1280;

    /// <summary>A canvas on which something is drawn has more than one colour and its edges.</summary>
    const string Drawn = """
        () => [...document.querySelectorAll('.chart canvas')].filter(canvas => {
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height), colours = new Set();
          for (let i = 0; i < data.length; i += 28) colours.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
          return colours.size > 4;
        }).length
        """;

    /// <summary>Every text that has less contrast with what is behind it than the Web Content Accessibility Guidelines ask for.</summary>
    const string Pale = """
        () => {
          const parts = colour => colour.match(/[\d.]+/g).map(v => v * (colour.startsWith('color(') ? 255 : 1));
          const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const behind = element => {
            for (; element; element = element.parentElement) {
              const colour = parts(getComputedStyle(element).backgroundColor);
              if (colour.length < 4 || colour[3] === 1) return colour;
            }
            return [255, 255, 255];
          };
          const told = [...document.querySelectorAll('body *')].filter(element => element.checkVisibility()
            && !['SCRIPT', 'STYLE'].includes(element.tagName)
            && [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()));
          const ratio = element => {
            const [a, b] = [light(parts(getComputedStyle(element).color)), light(behind(element))].sort((x, y) => y - x);
            return (a + 0.05) / (b + 0.05);
          };
          if (told.length < 40) return [`only ${told.length} texts`];
          return told.filter(element => ratio(element) < 4.5)
            .map(element => `${ratio(element).toFixed(2)} ${element.outerHTML.slice(0, 90)}`);
        }
        """;

    /// <summary>What is wider than its place: the page, a table within its frame, a text within its card.</summary>
    const string TooWide = """
        () => [document.documentElement, ...document.querySelectorAll('.scroll, .card, .checks li, pre')]
          .filter(element => element.scrollWidth > element.clientWidth)
          .map(element => `${element.scrollWidth} of ${element.clientWidth}: ${element.outerHTML.slice(0, 90)}`)
        """;

    [Theory]
    [InlineData(Laptop, ColorScheme.Light)]
    [InlineData(Laptop, ColorScheme.Dark)]
    [InlineData(Phone, ColorScheme.Light)]
    [InlineData(Phone, ColorScheme.Dark)]
    public async Task A_saved_page_draws_itself_without_a_network_and_can_be_read(int width, ColorScheme colours)
    {
        await using Tab tab = await browser.Open(ExamplePages.Everything, width, colours);
        Assert.Equal(ExamplePages.Everything.Title, await tab.Page.TextContentAsync("h1"));
        Assert.Equal(colours.ToString(), await tab.Page.EvaluateAsync<string>("document.documentElement.dataset.theme"), true);
        Assert.Equal(Charts, await tab.Page.Locator(".chart").CountAsync());
        Assert.Equal(Charts, await tab.Page.EvaluateAsync<int>(Drawn));
        Assert.Equal(4, await tab.Page.Locator("table").CountAsync());
        Assert.Empty(await tab.Page.EvaluateAsync<string[]>(Pale));
        Assert.Empty(await tab.Page.EvaluateAsync<string[]>(TooWide));
        Assert.Empty(tab.Troubles);
    }

    [Fact]
    public async Task The_verdict_says_which_limits_are_kept()
    {
        await using Tab tab = await browser.Open(ExamplePages.Everything);
        Assert.Equal("false", await tab.Page.GetAttributeAsync(".verdict", "data-passed"));
        Assert.Equal(["AUC 0.904, at least 0.9: passed", "Brier score 0.090, at most 0.08: not passed"],
            await tab.Page.Locator(".checks li > span:not(.tick)").AllTextContentsAsync());
        Assert.True(await tab.Page.EvaluateAsync<bool>("""
            document.querySelector('.verdict').compareDocumentPosition(document.querySelector('.contents')) === 4
            """));
    }

    [Theory]
    [InlineData(Laptop)]
    [InlineData(Phone)]
    public async Task The_table_of_contents_jumps(int width)
    {
        await using Tab tab = await browser.Open(ExamplePages.Everything, width);
        await tab.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ReducedMotion = ReducedMotion.Reduce });
        string[] heads = [.. await tab.Page.Locator(".section h2").AllTextContentsAsync()];
        Assert.Equal(heads, await tab.Page.Locator(".contents a").AllTextContentsAsync());
        foreach (string name in (string[])[heads[1], heads[0]])
        {
            if (width == Phone) await tab.Page.EvaluateAsync("scrollTo(0, 0)");
            await tab.Page.ClickAsync($".contents a >> text=\"{name}\"");
            double top = await tab.Page.EvaluateAsync<double>(
                "name => [...document.querySelectorAll('h2')].find(h => h.textContent === name).getBoundingClientRect().top", name);
            Assert.InRange(top, 0, 60);
            await tab.Page.WaitForFunctionAsync("name => document.querySelector('.contents [aria-current]')?.textContent === name", name);
        }
    }

    [Fact]
    public async Task The_save_button_saves_a_picture_with_its_title_and_leaves_the_page_as_it_was()
    {
        await using Tab tab = await browser.Open(ExamplePages.Everything);
        const string pixels = "document.querySelector('.chart canvas').toDataURL()";
        string before = await tab.Page.EvaluateAsync<string>(pixels);
        IDownload download = await tab.Page.RunAndWaitForDownloadAsync(() => tab.Page.Locator(".save").First.ClickAsync());
        Assert.Equal("price-by-living-area.png", download.SuggestedFilename);
        byte[] saved = await File.ReadAllBytesAsync(await download.PathAsync());
        Assert.Equal("PNG", Encoding.ASCII.GetString(saved, 1, 3));
        Assert.True(saved.Length > 10_000, $"{saved.Length} bytes");
        await tab.Page.Mouse.MoveAsync(0, 0);
        Assert.Equal(before, await tab.Page.EvaluateAsync<string>(pixels));
        Assert.Empty(tab.Troubles);
    }

    [Fact]
    public async Task The_button_of_the_mode_goes_from_light_to_dark_and_back()
    {
        await using Tab tab = await browser.Open(ExamplePages.Everything);
        foreach (string theme in (string[])["dark", "light"])
        {
            await tab.Page.ClickAsync("#mode");
            Assert.Equal(theme, await tab.Page.EvaluateAsync<string>("document.documentElement.dataset.theme"));
        }
    }

    [Fact]
    public async Task Paper_has_the_verdict_every_chart_and_the_folded_code_in_light_colours()
    {
        await using Tab tab = await browser.Open(ExamplePages.Everything, colours: ColorScheme.Dark);
        byte[] pdf = await tab.Page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true, PrintBackground = true });
        Assert.InRange(Regex.Count(Encoding.Latin1.GetString(pdf), @"/Type\s*/Page\b"), 2, 8);
        string path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, pdf);
            string text = Regex.Replace(Outside.Run(Outside.Program("pdftotext", "-v"), path, "-"), @"\s+", " ");
            Assert.Contains("1 of the 2 gates is not passed", text, StringComparison.Ordinal);
            Assert.Contains("Brier score 0.090, at most 0.08: not passed", text, StringComparison.Ordinal);
            Assert.Contains("recipe: credit/default-risk", text, StringComparison.Ordinal);
            Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Equal("dark", await tab.Page.EvaluateAsync<string>("document.documentElement.dataset.theme"));
        Assert.Equal(0, await tab.Page.Locator("details[open]").CountAsync());
    }

    [Theory]
    [InlineData("<script>window.hurt = 1</script>")]
    [InlineData("\"><img src=x onerror=\"window.hurt = 1\">")]
    [InlineData("</script><!-- ' \" & &lt;b&gt; ${window.hurt = 1} {{a}} %s $&")]
    public async Task A_hostile_name_stays_text(string name)
    {
        await using Tab tab = await browser.Open(ExamplePages.Named(name), Phone);
        Assert.Equal(name, await tab.Page.TextContentAsync("h1"));
        Assert.Equal(name, await tab.Page.TextContentAsync(".section h2"));
        Assert.Equal(name, await tab.Page.TextContentAsync("tbody th .words"));
        Assert.Equal(name, await tab.Page.TitleAsync());
        foreach (ILocator canvas in await tab.Page.Locator(".chart canvas").AllAsync())
        {
            await canvas.ScrollIntoViewIfNeededAsync();
            LocatorBoundingBoxResult box = (await canvas.BoundingBoxAsync())!;
            for (float at = 0.3f; at < 1; at += 0.05f)
                await tab.Page.Mouse.MoveAsync(box.X + at * box.Width, box.Y + 0.6f * box.Height);
        }

        Assert.Equal(0, await tab.Page.Locator("main img, main script, main b b").CountAsync());
        Assert.True(await tab.Page.EvaluateAsync<bool>("window.hurt === undefined"));
        Assert.Empty(await tab.Page.EvaluateAsync<string[]>(TooWide));
        Assert.Empty(tab.Troubles);
    }

    [Fact]
    public async Task A_heat_map_is_a_table_whose_cells_are_as_deep_as_their_shades()
    {
        await using Tab tab = await browser.Open(ExamplePages.Everything);
        Assert.Equal(["50%", "8%", "", "20%", "", "1%"], await tab.Page.Locator(".heat tbody td").EvaluateAllAsync<string[]>(
            "cells => cells.map(cell => cell.style.getPropertyValue('--shade'))"));
        string[] colours = await tab.Page.Locator(".heat tbody td").EvaluateAllAsync<string[]>(
            "cells => cells.map(cell => getComputedStyle(cell).backgroundColor)");
        Assert.Equal(5, colours.Distinct().Count());
    }

    [Fact]
    public async Task A_narrow_table_keeps_every_value_beside_the_name_of_its_column()
    {
        await using Tab tab = await browser.Open(ExamplePages.Everything, Phone);
        ILocator row = tab.Page.Locator(".stacked tbody tr").First;
        Assert.Equal(["AUC"], await row.Locator("th").AllTextContentsAsync());
        Assert.Equal(["mlp", "logistic regression", "gradient boosting", "the model before", "base rate for everyone"],
            await row.Locator("td").EvaluateAllAsync<string[]>("cells => cells.map(cell => cell.dataset.label)"));
        Assert.Equal("\"mlp\"", await row.Locator("td").First.EvaluateAsync<string>("cell => getComputedStyle(cell, '::before').content"));
    }
}
