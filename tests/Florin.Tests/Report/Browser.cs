namespace Florin.Tests;

using Microsoft.Playwright;

/// <summary>A real browser for all tests of a class; where there is none, a test that asks for it is skipped.</summary>
public sealed class Browser : IAsyncLifetime
{
    static readonly string? Program = ((string?[])[Environment.GetEnvironmentVariable("FLORIN_CHROMIUM"), "/usr/bin/chromium",
        "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]).FirstOrDefault(File.Exists);

    readonly string folder = Directory.CreateTempSubdirectory("florin").FullName;
    IPlaywright? playwright;
    IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        if (Program is null) return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Program,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>Saves a page and opens the file with every network address blocked.</summary>
    public async Task<Tab> Open(ChartPage page, int width = 1280, ColorScheme colours = ColorScheme.Light)
    {
        if (browser is null) Assert.Skip("no Chromium; name one in FLORIN_CHROMIUM");
        string path = Path.Combine(folder, $"{Guid.NewGuid():N}.html");
        page.Save(path);
        IBrowserContext context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 844 },
            ColorScheme = colours,
            Offline = true,
        });
        var tab = new Tab(context, await context.NewPageAsync());
        await tab.Page.GotoAsync(new Uri(path).AbsoluteUri);
        await tab.Page.WaitForSelectorAsync("h1");
        return tab;
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>An opened page, what it asked of the network and what it complained about.</summary>
public sealed class Tab : IAsyncDisposable
{
    readonly IBrowserContext context;

    public Tab(IBrowserContext context, IPage page)
    {
        (this.context, Page) = (context, page);
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url).Scheme is not ("file" or "data" or "blob")) Troubles.Add("request " + request.Url);
        };
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") Troubles.Add(message.Text);
        };
        page.PageError += (_, error) => Troubles.Add(error);
    }

    public IPage Page { get; }

    /// <summary>Requests that left the file, and errors.</summary>
    public List<string> Troubles { get; } = [];

    public ValueTask DisposeAsync() => context.DisposeAsync();
}
