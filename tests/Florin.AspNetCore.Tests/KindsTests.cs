namespace Florin.AspNetCore.Tests;

using System.Globalization;
using System.Text.Json;

/// <summary>Models of classes, amounts and counts answer with what they are, to the bits of a file's scores.</summary>
public class KindsTests
{
    const int Rows = 400;

    [Theory]
    [InlineData(ModelTask.Classes)]
    [InlineData(ModelTask.Number)]
    [InlineData(ModelTask.Count)]
    [InlineData(ModelTask.Share)]
    public async Task Every_kind_of_model_is_served(ModelTask task)
    {
        byte[] file = Make(task);
        using Model model = ModelFile.Load(file, "memory");
        await using Served served = await Served.Start();
        served.Replace(file);
        await Served.Until(() => served.Log.Any(line => line.Contains("takes", StringComparison.Ordinal)));
        Table rows = Data(7).Take(30);
        double[] scores = model.Score(rows);
        JsonElement[] answers = await Ask(served, "score", rows);
        for (int row = 0; row < rows.RowCount; row++)
        {
            ReadOnlySpan<double> own = scores.AsSpan(row * model.Target.Outputs, model.Target.Outputs);
            if (model.Target is ClassTarget classes)
            {
                int best = classes.Likeliest(own);
                Assert.Equal(classes.Levels[best], answers[row].GetProperty("predicted").GetString());
                Assert.Equal(own[best], answers[row].GetProperty("score").GetDouble());
                foreach ((int code, string level) in classes.Levels.Index())
                    Assert.Equal(own[code], answers[row].GetProperty("scores").GetProperty(level).GetDouble());
            }
            else Assert.Equal(own[0], answers[row].GetProperty("score").GetDouble());
            if (model.Target is CountTarget count)
                Assert.Equal(own[0], answers[row].GetProperty("rate").GetDouble() * count.ExposureOf(rows, row), 1e-12);
            if (model.Target is ShareTarget share)
                Assert.Equal(share.AmountOf(rows, row, own[0]), answers[row].GetProperty("amount").GetDouble(), 1e-12);
        }

        await Explained(served, rows, task);
        await Described(served, answers[0]);
    }

    static async Task Explained(Served served, Table rows, ModelTask task)
    {
        JsonElement explained = (await Ask(served, "explain", rows.Take(1)))[0];
        double shares = explained.GetProperty("columns").EnumerateArray().Sum(share => share.GetProperty("share").GetDouble());
        double difference = explained.GetProperty("score").GetDouble() - explained.GetProperty("reference").GetDouble();
        Assert.Equal(difference, shares, 1e-4 * Math.Max(1, Math.Abs(difference)));
        Assert.Equal(task == ModelTask.Classes, explained.TryGetProperty("class", out _));
    }

    /// <summary>The document of the service names what an answer holds.</summary>
    static async Task Described(Served served, JsonElement answer)
    {
        using JsonDocument document = JsonDocument.Parse(await served.Client.GetStringAsync("openapi/v1.json",
            TestContext.Current.CancellationToken));
        JsonElement properties = document.RootElement.GetProperty("paths").GetProperty("/v1/models/loans/score").GetProperty("post")
            .GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema")
            .GetProperty("properties").GetProperty("rows").GetProperty("items").GetProperty("properties");
        Assert.Equal(answer.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal),
            properties.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
    }

    /// <summary>What stands in predictions.csv stands in the answer; a row that cannot be scored has neither points nor grade nor
    /// decision.</summary>
    [Fact]
    public async Task A_model_of_credit_answers_with_points_grade_and_decision()
    {
        using Model model = ModelFile.Load(Loans.First, "memory");
        var policy = new CreditPolicy
        {
            Grades = MasterScale.Of(0.1, 0.2, 0.3), Shift = LogOddsShift.OfUndersampling(0.5),
            Decision = new DecisionPolicy { CutOff = 0.2, ReferFrom = 0.1, ReferTo = 0.3 },
        };
        using var memory = new MemoryStream();
        model.WithPolicy(policy.ToJson()).Save(memory, "loans", "credit/default-risk");
        await using Served served = await Served.Start();
        served.Replace(memory.ToArray());
        await Served.Until(() => served.Log.Any(line => line.Contains("takes", StringComparison.Ordinal)));
        using HttpResponseMessage response = await served.Post(Loans.Request(Loans.Row, Loans.RowWith("24000", "\"much\"")));
        using JsonDocument document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        JsonElement[] rows = [.. document.RootElement.GetProperty("rows").EnumerateArray()];
        double score = rows[0].GetProperty("score").GetDouble(), pd = 0.5 * score / (0.5 * score + 1 - score);
        Assert.Equal(600 - 20 / Math.Log(2) * Math.Log(pd / (1 - pd) * 50), rows[0].GetProperty("points").GetDouble(), 1e-9);
        Assert.Equal(pd <= 0.1 ? "1" : pd <= 0.2 ? "2" : pd <= 0.3 ? "3" : "4", rows[0].GetProperty("grade").GetString());
        Assert.Equal(score <= 0.1 ? "approve" : score <= 0.3 ? "refer" : "decline", rows[0].GetProperty("decision").GetString());
        Assert.Equal(["score", "points", "grade", "decision", "error"], rows[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal(JsonValueKind.Null, rows[1].GetProperty("points").ValueKind);
        Assert.Equal(JsonValueKind.Null, rows[1].GetProperty("grade").ValueKind);
        Assert.Equal(JsonValueKind.Null, rows[1].GetProperty("decision").ValueKind);
    }

    /// <summary>A row without exposure has no expected count, and says so; a request without the column is refused.</summary>
    [Fact]
    public async Task An_exposure_must_be_above_0()
    {
        await using Served served = await Served.Start();
        served.Replace(Make(ModelTask.Count));
        await Served.Until(() => served.Log.Any(line => line.Contains("takes", StringComparison.Ordinal)));
        JsonElement[] answers = await Ask(served, "score",
            Data(7).Take(3).Without("years").With(new NumberColumn("years", [0, double.NaN, 2])));
        Assert.Equal(["column years: an exposure is above 0", "column years: an exposure is above 0", null],
            answers.Select(answer => answer.GetProperty("error").GetString()));
        Assert.Equal([JsonValueKind.Null, JsonValueKind.Null, JsonValueKind.Number],
            answers.Select(answer => answer.GetProperty("rate").ValueKind));
        using HttpResponseMessage response = await served.Post("""{"rows":[{"x":1,"kind":"a","offset":0}]}""");
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("years", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    static async Task<JsonElement[]> Ask(Served served, string operation, Table rows)
    {
        IEnumerable<string> each = Enumerable.Range(0, rows.RowCount).Select(row => "{" + string.Join(',', rows.Columns.Select(column =>
            $"{JsonSerializer.Serialize(column.Name)}:{Cell(column, row)}")) + "}");
        using HttpResponseMessage response = await served.Post(Loans.Request([.. each]), $"v1/models/loans/{operation}");
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return [.. JsonDocument.Parse(text).RootElement.GetProperty("rows").EnumerateArray()];
    }

    static string Cell(Column column, int row) => column.IsMissing(row) ? "null"
        : column is NumberColumn numbers ? numbers.Values[row].ToString("R", CultureInfo.InvariantCulture)
        : JsonSerializer.Serialize(column.TextAt(row));

    static byte[] Make(ModelTask task)
    {
        string target = task switch
        {
            ModelTask.Classes => "grade",
            ModelTask.Number => "amount",
            ModelTask.Share => "lost",
            _ => "claims",
        };
        string[] others = [.. ((string[])["grade", "amount", "claims", "years", "offset", "lost"]).Where(name => name != target)];
        bool count = task == ModelTask.Count;
        Table table = Data(1);
        Schema schema = Schema.Of(table, new ColumnRoles
        {
            Target = target, Exposure = count ? "years" : null, Offset = count ? "offset" : null,
            Drop = [.. others.Where(name => !count || name is not ("years" or "offset"))],
        });
        SplitTable split = SplitTable.Of(table, schema, new StratifiedSplit(0.2), 1,
            task == ModelTask.Share ? new ShareTarget("lost", false, "years", "offset") : ModelTarget.Of(table, schema, task));
        using Model model = new ModelPlan { Network = "mlp", Epochs = 3, Threads = 1 }.Fit(split.Target, split.Train, split.Validation);
        using var memory = new MemoryStream();
        model.Save(memory, "kinds");
        return memory.ToArray();
    }

    static Table Data(int seed)
    {
        var random = new Random(seed);
        double[] x = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())], years = [.. x.Select(_ => 0.2 + random.NextDouble())];
        return Table.From(new NumberColumn("x", x), CategoryColumn.From("kind", x.Select(_ => "ab"[random.Next(2)].ToString())),
            new NumberColumn("years", years), new NumberColumn("offset", [.. x.Select(_ => random.NextDouble() - 0.5)]),
            CategoryColumn.From("grade", x.Select(value => value < 0.3 ? "low" : value < 0.7 ? "mid \"quoted\"" : "high")),
            new NumberColumn("amount", [.. x.Select(value => 1000 * value + random.Next(100))]),
            new NumberColumn("lost", [.. x.Select(value => Math.Round(value * value))]),
            new NumberColumn("claims", [.. x.Select((value, row) => (double)(random.NextDouble() < value * years[row] ? 1 : 0))]));
    }
}
