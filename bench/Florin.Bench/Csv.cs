namespace Florin.Bench;

using System.Diagnostics;
using System.Globalization;
using CsvHelper;

/// <summary>Reads generated files of numbers into columns, with Florin and with CsvHelper: megabytes (10^6 bytes) a second, one
/// core.</summary>
static class Csv
{
    const int Columns = 20, Bytes = 200_000_000;

    public static void Run()
    {
        Measure("money and counts", (random, column) => column % 2 == 0
            ? random.Next(0, 100_000).ToString(CultureInfo.InvariantCulture)
            : (random.NextDouble() * 10_000).ToString("F2", CultureInfo.InvariantCulture));
        Measure("six decimals", (random, _) => (random.NextDouble() * 2 - 1).ToString("F6", CultureInfo.InvariantCulture));
        Measure("seventeen digits", (random, _) => (random.NextDouble() * 20 - 10).ToString("R", CultureInfo.InvariantCulture));
    }

    static void Measure(string name, Func<Random, int, string> cell)
    {
        string path = Path.GetTempFileName();
        try
        {
            Write(path, cell);
            double megabytes = new FileInfo(path).Length / 1e6;
            double florin = megabytes / Best(3, () => Table.ReadCsv(path).RowCount), other = megabytes / Best(3, () => WithCsvHelper(path));
            string rates = string.Create(CultureInfo.InvariantCulture, $"\"florin\":{florin:F0},\"csvHelper\":{other:F0}");
            Console.WriteLine($$"""{"workload":"csv","cells":"{{name}}",{{rates}}}""");
        }
        finally
        {
            File.Delete(path);
        }
    }

    static void Write(string path, Func<Random, int, string> cell)
    {
        var random = new Random(7);
        using var file = new StreamWriter(path);
        file.WriteLine(string.Join(',', Enumerable.Range(1, Columns).Select(column => $"column{column}")));
        while (file.BaseStream.Position < Bytes)
            file.WriteLine(string.Join(',', Enumerable.Range(0, Columns).Select(column => cell(random, column))));
    }

    static double Best(int times, Func<int> read) => Enumerable.Range(0, times).Min(_ =>
    {
        GC.Collect();
        long start = Stopwatch.GetTimestamp();
        read();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    });

    static int WithCsvHelper(string path)
    {
        using CsvReader csv = CsvReader.FromFile(path);
        var columns = Enumerable.Range(0, Columns).Select(_ => new List<double>()).ToArray();
        while (csv.Read())
            for (int c = 0; c < columns.Length; c++) columns[c].Add(csv.Parse<double>(c));
        return columns[0].Count;
    }
}
