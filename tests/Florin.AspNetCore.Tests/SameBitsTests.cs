namespace Florin.AspNetCore.Tests;

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

/// <summary>A cell means over HTTP what the same text means in a file, to the last bit of the score.</summary>
public class SameBitsTests
{
    /// <summary>Each text stands once in the CSV and once in the JSON, there as a number where JSON can write it so, else as a
    /// text.</summary>
    static readonly string[][] Cells =
    [
        ["24000", "north", "car", "2021-05-31", "0"],
        ["24000.5", "south", "tax", "2019-01-01", "-9"],
        ["2.4e4", "true", "Möbel & Küche", "2022-02-28T13:45", "3"],
        ["-1", "north", "a \"quoted\" one", "2030-12-31 23:59:59", "-9.0"],
        ["1e300", "nowhere", "yacht", "1900-01-01", "4"],
        ["", "", "", "", ""],
        ["NA", "null", "?", "nan", "N/A"],
        [" 31000 ", " north ", "\tcar", " 2020-07-01 ", " 1"],
        ["0.1", "north", "car", "2021-05-31T10:00:00+02:00", "1E0"],
        ["12345678901234567890", "north", "car", "2021-05-31", "2"],
        ["abc", "north", "car", "2021-05-31", "2"],
        ["1e999", "north", "car", "2021-05-31", "x y"],
        ["1", "1", "2", "31.5.2021", "0"],
        ["1", "north", "car", "20210531", "true"],
    ];

    static readonly string[] Names = ["income", "region", "purpose", "since", "late"];

    [Fact]
    public Task A_cell_has_the_same_score_and_the_same_error_as_in_a_file() => Compare(Loans.First, Cells, 4);

    [Fact]
    public Task A_model_that_has_its_own_form_of_dates_and_texts_for_missing_reads_them_here_too() => Compare(Loans.WithOwnWays,
    [
        ["24000", "north", "car", "May-2021", "0"],
        ["-1.0", "-1", "none", "none", "-1"],
        ["", "", "", "", ""],
        ["NA", "NA", "?", "2021-05-31", "null"],
        ["none", "-1.00", "tax", "Feb-2020", "4"],
    ], 2);

    static async Task Compare(byte[] file, string[][] cells, int bad)
    {
        await using Served served = await Served.Start();
        if (file != Loans.First)
        {
            served.Replace(file);
            await Served.Until(() => served.Log.Any(line => line.Contains("takes", StringComparison.Ordinal)));
        }

        (double[] scores, string?[] errors) = Loans.Score(file, Csv(cells));
        (string model, (double? Score, string? Error)[] rows) = await served.Score(Loans.Request([.. cells.Select(Json)]));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(file)), model);
        Assert.Equal(cells.Length, rows.Length);
        Assert.Equal(bad, errors.Count(error => error is not null));
        for (int row = 0; row < rows.Length; row++)
        {
            // The line of a file is no place in a request.
            string? expected = errors[row] is { } error ? string.Join("; ", error.Split("; ").Select(AfterLine)) : null;
            Assert.Equal(expected, rows[row].Error);
            long? bits = errors[row] is null ? BitConverter.DoubleToInt64Bits(scores[row]) : null;
            Assert.Equal(bits, rows[row].Score is { } score ? BitConverter.DoubleToInt64Bits(score) : (long?)null);
        }

        Assert.True(rows.Select(row => row.Score).OfType<double>().Distinct().Count() > 1);
    }

    [Fact]
    public async Task A_row_has_the_same_score_alone_and_among_others_and_in_any_order_of_its_columns()
    {
        await using Served served = await Served.Start();
        string[] rows = [.. Enumerable.Range(0, 200).Select(i => Json([$"{9000 + 137 * i}", "south", Loans.Purposes[i % 4], "2020-01-01",
            $"{i % 5}"]))];
        (_, (double? Score, string?)[] together) = await served.Score(Loans.Request(rows));
        for (int i = 0; i < rows.Length; i += 17)
        {
            Assert.Equal(together[i].Score, (await served.Score(Loans.Request(rows[i]))).Rows[0].Score);
            string turned = "{" + string.Join(',', JsonDocument.Parse(rows[i]).RootElement.EnumerateObject().Reverse()
                .Select(member => $"\"{member.Name}\" : {member.Value.GetRawText()}")) + "}";
            Assert.Equal(together[i].Score, (await served.Score(Loans.Request(turned))).Rows[0].Score);
        }
    }

    /// <summary>A cell that is absent in one row is that row's error; a column that may be absent is none.</summary>
    [Fact]
    public async Task Null_is_missing_and_an_absent_cell_is_an_error_of_its_row()
    {
        await using Served served = await Served.Start();
        string nulls = """{"income":null,"region":"north","purpose":null,"since":null,"late":null}""";
        string optional = """{"income":null,"region":"north","purpose":null,"since":null}""";
        string absent = """{"region":"north","purpose":"car","since":"2020-01-01"}""";
        (_, (double? Score, string? Error)[] rows) = await served.Score(Loans.Request(nulls, optional, absent, Loans.Row));
        (double[] scores, _) = Loans.Score(Loans.First, "income,region,purpose,since\n,north,,\n");
        Assert.Equal((scores[0], null), rows[0]);
        Assert.Equal((scores[0], null), rows[1]);
        Assert.Equal((null, "column income: not there"), rows[2]);
        Assert.Null(rows[3].Error);
    }

    [Fact]
    public async Task Truth_names_a_level_and_is_no_number()
    {
        await using Served served = await Served.Start();
        string truth = Loans.RowWith("\"north\"", "true");
        string text = Loans.RowWith("\"north\"", "\"true\"");
        string number = Loans.RowWith("24000", "false");
        string list = Loans.RowWith("24000", "[[1,{}],2]");
        string twice = Loans.RowWith("\"late\":0", "\"late\":0,\"late\":1");
        (_, (double? Score, string? Error)[] rows) = await served.Score(Loans.Request(truth, text, number, list, twice));
        Assert.Equal(rows[1], rows[0]);
        Assert.NotNull(rows[0].Score);
        Assert.Equal((null, "column income: true or false where a number is expected"), rows[2]);
        Assert.Equal((null, "column income: a list where a number is expected"), rows[3]);
        Assert.Equal((null, "column late: there twice"), rows[4]);
    }

    [Fact]
    public async Task Escapes_a_byte_order_mark_and_columns_of_others_do_no_harm()
    {
        await using Served served = await Served.Start();
        string escaped = "\uFEFF" + Loans.Request("""
            {"\u0069ncome":"24\u003000","r\u0065gion":"no\u0072th","purpose":"car","since":"2021\u002d05-31",
            "late":0,"id":"L7","notes":{"a":[1]}}
            """);
        (_, (double? Score, string? Error)[] rows) = await served.Score(escaped);
        Assert.Equal((await served.Score(Loans.Request(Loans.Row))).Rows[0], rows[0]);
        Assert.Empty((await served.Score(Loans.Request())).Rows);
    }

    static string AfterLine(string problem) => problem[(problem.IndexOf(',', StringComparison.Ordinal) + 2)..];

    static string Csv(string[][] cells) => string.Join(',', Names) + "\n"
        + string.Concat(cells.Select(row => string.Join(',', row.Select(Quoted)) + "\n"));

    static string Quoted(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    static string Json(string[] row) => "{" + string.Join(',', row.Select((cell, i) => $"\"{Names[i]}\":{Value(cell)}")) + "}";

    static string Value(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            if (reader.Read() && reader.TokenType == JsonTokenType.Number && !reader.Read()) return text;
        }
        catch (JsonException)
        {
            // No JSON of its own: a text.
        }

        return JsonSerializer.Serialize(text);
    }
}
