namespace Florin.AspNetCore.Tests;

using System.Net;
using System.Text.Json;

/// <summary>Reasons over HTTP are those of the library, and they add up.</summary>
public class ExplainTests
{
    const string Address = "v1/models/loans/explain";

    [Fact]
    public async Task Shares_add_up_to_the_difference_from_the_reference()
    {
        await using Served served = await Served.Start();
        string risky = Loans.RowWith("\"late\":0", "\"late\":4");
        string unknown = Loans.RowWith("north", "moon");
        string empty = """{"income":null,"region":null,"purpose":null,"since":null}""";
        string request = Loans.Request(Loans.Row, risky, unknown, empty);
        JsonElement[] rows = [.. (await Rows(await served.Post(request, Address))).EnumerateArray()];
        (_, (double? Score, string?)[] scores) = await served.Score(request);
        Assert.Equal(scores.Select(row => row.Score!.Value), rows.Select(row => row.GetProperty("score").GetDouble()));
        foreach (JsonElement row in rows)
        {
            double[] shares = [.. row.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("share").GetDouble())];
            Assert.Equal(row.GetProperty("score").GetDouble() - row.GetProperty("reference").GetDouble(), shares.Sum(), 1e-4);
            Assert.Equal(5, shares.Length);
            Assert.Equal(shares.OrderByDescending(Math.Abs), shares);
        }

        // Late payments were planted as the cause.
        JsonElement first = rows[1].GetProperty("columns")[0];
        Assert.Equal("late", first.GetProperty("column").GetString());
        Assert.True(first.GetProperty("share").GetDouble() > 0);
    }

    [Fact]
    public async Task They_are_those_that_the_library_gives_for_the_same_row_of_a_file()
    {
        await using Served served = await Served.Start();
        using Model model = ModelFile.Load(Loans.First, "memory");
        using var csv = new MemoryStream("income,region,purpose,since,late\n24000,north,car,2021-05-31,0\n"u8.ToArray());
        Table table = Table.ReadCsvBatches(csv, model.Features.Columns).Single().Table;
        RowExplanation expected = new RowExplainer(model).Explain(table, 0);
        JsonElement row = (await Rows(await served.Post(Loans.Request(Loans.Row), Address)))[0];
        Assert.Equal(expected.Shares.Select(share => (share.Column, share.Share)), row.GetProperty("columns").EnumerateArray()
            .Select(column => (column.GetProperty("column").GetString()!, column.GetProperty("share").GetDouble())));
        Assert.Equal(expected.ReferenceScore, row.GetProperty("reference").GetDouble());
    }

    [Fact]
    public async Task A_bad_cell_is_an_error_of_its_row_and_too_many_rows_are_a_problem()
    {
        await using Served served = await Served.Start(options => options with { MaximumExplainedRows = 2 });
        string bad = Loans.RowWith("24000", "\"canary\"");
        HttpResponseMessage response = await served.Post(Loans.Request(bad, Loans.Row), Address);
        Assert.DoesNotContain("canary", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        JsonElement rows = await Rows(response);
        Assert.Equal(JsonValueKind.Null, rows[0].GetProperty("score").ValueKind);
        Assert.StartsWith("column income:", rows[0].GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Number, rows[1].GetProperty("score").ValueKind);
        response = await served.Post(Loans.Request(Loans.Row, Loans.Row, Loans.Row), Address);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    /// <summary>A model whose file holds reasons answers them; the words are those of its list.</summary>
    [Fact]
    public async Task Declines_have_their_reasons()
    {
        using Model plain = ModelFile.Load(Loans.First, "memory");
        var policy = new ReasonPolicy(new CutOff(plain.Score(plain.Features.Encode(One(plain, 0)))[0], "a test's"), plain.Reference!,
            [.. plain.Features.Columns.Select(column => new ReasonGroup(column.Name == "late" ? "R1" : column.Name, [column.Name],
                column.Name == "late" ? "You paid late {late} times" : null))]);
        using var file = new MemoryStream();
        plain.WithPolicy(new CreditPolicy { Reasons = policy }.ToJson()).Save(file, "loans", "credit/default-risk");
        string path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, file.ToArray());
        await using Served served = await Served.Start(options => options with { Models = [new ServedModelFile("loans", path)] });
        JsonElement rows = await Rows(await served.Post(Loans.Request(Loans.Row, Loans.RowWith("\"late\":0", "\"late\":4")), Address));
        Assert.Equal(0, rows[0].GetProperty("reasons").GetArrayLength());
        JsonElement first = rows[1].GetProperty("reasons")[0];
        Assert.Equal("You paid late 4 times", first.GetProperty("text").GetString());
        Assert.Equal("R1", first.GetProperty("code").GetString());
        Assert.Equal(new ReasonExplainer(plain.WithPolicy(new CreditPolicy { Reasons = policy }.ToJson())).Explain(One(plain, 4), 0)
            .Reasons[0].Share, first.GetProperty("share").GetDouble());
        File.Delete(path);
    }

    static Table One(Model model, int late)
    {
        using var csv = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(
            $"income,region,purpose,since,late\n24000,north,car,2021-05-31,{late}\n"));
        return Table.ReadCsvBatches(csv, model.Features.Columns).Single().Table;
    }

    static async Task<JsonElement> Rows(HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("rows");
    }
}
