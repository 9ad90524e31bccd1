namespace Florin.AspNetCore.Tests;

using System.Net;
using System.Text.Json;

/// <summary>Changes over HTTP: those of the library, and the changed row has the score that was said.</summary>
public sealed class WhatIfTests : IDisposable
{
    const string Address = "v1/models/loans/what-if";

    /// <summary>The score of a row that was never late.</summary>
    static readonly double Limit = Loans.Score(Loans.First, "income,region,purpose,since,late\n24000,north,car,2021-05-31,0\n").Scores[0];

    readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    static string Late => Loans.RowWith("\"late\":0", "\"late\":4");

    [Fact]
    public async Task A_changed_row_has_the_score_that_the_answer_says_and_is_approved()
    {
        await using Served served = await Start();
        JsonElement row = (await Rows(await served.Post(Loans.Request(Late), Address)))[0];
        Assert.Equal(JsonValueKind.Null, row.GetProperty("error").ValueKind);
        Assert.True(row.GetProperty("score").GetDouble() > Limit);
        JsonElement answer = row.GetProperty("whatIf");
        Assert.Equal(Limit, answer.GetProperty("limit").GetDouble());
        JsonElement[] found = [.. answer.GetProperty("found").EnumerateArray()];
        Assert.NotEmpty(found);
        foreach (JsonElement each in found)
        {
            string changed = Late;
            foreach (JsonElement change in each.GetProperty("changes").EnumerateArray())
                changed = Changed(changed, change.GetProperty("column").GetString()!, change.GetProperty("from").GetString()!,
                    change.GetProperty("to").GetString()!);
            (_, (double? Score, string?)[] scored) = await served.Score(Loans.Request(changed));
            Assert.Equal(each.GetProperty("score").GetDouble(), scored[0].Score);
            Assert.InRange(scored[0].Score!.Value, 0, Limit);
        }
    }

    [Fact]
    public async Task The_answer_is_that_of_the_library_and_an_approved_row_needs_none()
    {
        await using Served served = await Start();
        JsonElement rows = await Rows(await served.Post(Loans.Request(Late, Loans.Row), Address));
        using Model model = ModelFile.Load(path);
        using var csv = new MemoryStream("income,region,purpose,since,late\n24000,north,car,2021-05-31,4\n"u8.ToArray());
        Table table = Table.ReadCsvBatches(csv, model.Features.Columns).Single().Table;
        CounterfactualAnswer expected = new CounterfactualSearch(model, CreditPolicy.Of(model)!.Changes!).Find(table, 0, Limit);
        Assert.Equal(expected.Found.Select(each => (each.Score, each.Cost)), rows[0].GetProperty("whatIf").GetProperty("found")
            .EnumerateArray().Select(each => (each.GetProperty("score").GetDouble(), each.GetProperty("cost").GetDouble())));
        Assert.Equal(expected.Evaluated, rows[0].GetProperty("whatIf").GetProperty("evaluated").GetInt32());
        Assert.Equal(0, rows[1].GetProperty("whatIf").GetProperty("found").GetArrayLength());
        Assert.Equal("The limit is reached as it is.", rows[1].GetProperty("whatIf").GetProperty("says").GetString());
    }

    [Fact]
    public async Task A_bad_cell_is_an_error_of_its_row_and_too_many_rows_are_a_problem()
    {
        await using Served served = await Start(options => options with { MaximumWhatIfRows = 2 });
        HttpResponseMessage response = await served.Post(Loans.Request(Loans.RowWith("24000", "\"canary\""), Late), Address);
        Assert.DoesNotContain("canary", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        JsonElement rows = await Rows(response);
        Assert.Equal(JsonValueKind.Null, rows[0].GetProperty("whatIf").ValueKind);
        Assert.StartsWith("column income:", rows[0].GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Object, rows[1].GetProperty("whatIf").ValueKind);
        response = await served.Post(Loans.Request(Late, Late, Late), Address);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task The_search_ends_with_its_time_and_with_its_client()
    {
        await using Served served = await Start(options => options with
        {
            MaximumWhatIfRows = 2000,
            WhatIfTimeout = TimeSpan.FromMilliseconds(1),
        });
        string[] many = [.. Enumerable.Repeat(Late, 2000)];
        JsonElement rows = await Rows(await served.Post(Loans.Request(many), Address));
        JsonElement last = rows[many.Length - 1];
        Assert.Equal("FLR1571: the search took more than 0.001 s", last.GetProperty("error").GetString());
        Assert.Equal(JsonValueKind.Null, last.GetProperty("whatIf").ValueKind);

        await using Served patient = await Start(options => options with { MaximumWhatIfRows = 10_000 });
        using var leave = new CancellationTokenSource(TimeSpan.FromMilliseconds(150));
        using HttpContent content = Served.Content(Loans.Request([.. Enumerable.Repeat(Late, 10_000)]));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => patient.Client.PostAsync(Address, content, leave.Token));
        Assert.Single(await RowsOf(patient, Late));
        Assert.DoesNotContain(patient.Log, line => line.Contains("failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_model_without_rules_says_so_and_has_no_such_address_in_the_document()
    {
        await using Served without = await Served.Start();
        HttpResponseMessage response = await without.Post(Loans.Request(Late), Address);
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Contains("FLR1570", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(await Told(without));
        await using Served with = await Start();
        Assert.True(await Told(with));

        static async Task<bool> Told(Served served)
        {
            string models = await served.Client.GetStringAsync("v1/models");
            bool told = JsonDocument.Parse(models).RootElement.GetProperty("models")[0].GetProperty("whatIf").GetBoolean();
            Assert.Equal(told, (await served.Client.GetStringAsync("openapi/v1.json")).Contains("what-if", StringComparison.Ordinal));
            return told;
        }
    }

    static string Changed(string row, string column, string from, string to) => column is "income" or "late"
        ? row.Replace($"\"{column}\":{from}", $"\"{column}\":{to}", StringComparison.Ordinal)
        : row.Replace(JsonSerializer.Serialize(from), JsonSerializer.Serialize(to), StringComparison.Ordinal);

    async Task<Served> Start(Func<FlorinServiceOptions, FlorinServiceOptions>? change = null)
    {
        using Model plain = ModelFile.Load(Loans.First, "memory");
        var policy = new CreditPolicy
        {
            Reasons = new ReasonPolicy(new CutOff(Limit, "a test's"), plain.Reference!,
                [.. plain.Features.Columns.Select(column => new ReasonGroup(column.Name, [column.Name], null))]),
            Changes = ChangeRules.Of(plain, Loans.Data(1)),
        };
        using var file = new MemoryStream();
        plain.WithPolicy(policy.ToJson()).Save(file, "loans", "credit/default-risk");
        await File.WriteAllBytesAsync(path, file.ToArray());
        return await Served.Start(options => (change?.Invoke(options) ?? options) with { Models = [new ServedModelFile("loans", path)] });
    }

    static async Task<JsonElement[]> RowsOf(Served served, string row) =>
        [.. (await Rows(await served.Post(Loans.Request(row), Address))).EnumerateArray()];

    static async Task<JsonElement> Rows(HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("rows");
    }
}
