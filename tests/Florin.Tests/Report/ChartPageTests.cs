namespace Florin.Tests;

public class ChartPageTests
{
    static readonly ChartPage Small = new("A page")
    {
        Blocks = [new Chart("Price by area") { XLabel = "m²" }.Points([1f, 2f], [3f, 4f], "houses").Line([1.0, 2.0], [3.0, double.NaN],
            "model")],
    };

    [Fact]
    public void The_contract_of_the_page_is_that_of_the_records() =>
        Approved.Check("web/src/contract.ts", Contract.Of(typeof(ChartPage)));

    [Fact]
    public void A_title_cannot_break_out_of_the_page()
    {
        string html = (Small with { Title = "</title></script><script>alert(1)</script>" }).ToHtml();
        Assert.DoesNotContain("<script>alert", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;/title&gt;", html, StringComparison.Ordinal);
        Assert.Contains("\\u003C/script\\u003E", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_is_one_file_without_addresses_to_load()
    {
        string html = Small.ToHtml();
        Assert.DoesNotContain("florin:", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<link", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script src", html, StringComparison.Ordinal);
        Assert.InRange(html.Length, 1, 700_000);
    }

    [Fact]
    public void Numbers_that_are_not_finite_become_null()
    {
        Assert.Contains("[3,null]", Small.ToJson(), StringComparison.Ordinal);
        var chart = (Chart)ChartPageFile.FromJson(Small.ToJson()).Blocks[0];
        Assert.Equal([3, double.NaN], chart.Series[1].Y);
    }

    [Fact]
    public void JSON_comes_back_as_the_same_JSON()
    {
        ChartPage page = ExamplePages.Everything;
        Assert.Equal(page.ToJson(), ChartPageFile.FromJson(page.ToJson()).ToJson());
    }

    [Fact]
    public async Task Saving_replaces_a_file_and_leaves_nothing_beside_it()
    {
        string folder = Directory.CreateTempSubdirectory("florin").FullName, path = Path.Combine(folder, "fit.html");
        try
        {
            await File.WriteAllTextAsync(path, "old");
            Small.Save(path);
            Assert.Equal(Small.ToHtml(), await File.ReadAllTextAsync(path));
            await (Small with { Title = "Another" }).SaveAsync(path);
            Assert.Contains("<title>Another</title>", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
            Assert.Single(Directory.GetFileSystemEntries(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_cancelled_save_leaves_the_old_file()
    {
        string path = Path.GetTempFileName();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Small.SaveAsync(path, new CancellationToken(canceled: true)));
        Assert.Equal("", await File.ReadAllTextAsync(path));
        File.Delete(path);
    }

    [Fact]
    public void Series_of_unequal_length_are_refused()
    {
        var error = Assert.Throws<FlorinException>(() => new Chart("c").Line([1.0], [1.0, 2.0], "l"));
        Assert.Equal("FLR1901", error.Code);
        Assert.Equal("FLR1902", Assert.Throws<FlorinException>(() => new Chart("c").WithField([1.0], [1.0], [1.0], "p")).Code);
        Assert.Equal("FLR1903", Assert.Throws<FlorinException>(() => new ImageGrid("i", 2, 2).Row("r", [[1f]])).Code);
    }

    [Fact]
    public void Classes_become_series_in_the_order_of_their_names()
    {
        Chart chart = new Chart("c").Points([1.0, 2.0, 3.0], [4.0, 5.0, 6.0], ["b", "a", "b"]);
        Assert.Equal(["a", "b"], chart.Series.Select(s => s.Label));
        Assert.Equal([4.0, 6.0], chart.Series[1].Y);
    }
}
