namespace Florin.Cli.Tests;

/// <summary>A folder with simulated loans and a plan for them, gone after the test.</summary>
public abstract class LoanFolder : IDisposable
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("florin-run").FullName;

    protected string Data => Path.Combine(Folder, "loans.csv");

    protected string Plan => Path.Combine(Folder, "credit.yaml");

    protected string Out => Path.Combine(Folder, "out");

    protected string ModelPath => Path.Combine(Out, "model.florin");

    public void Dispose()
    {
        Directory.Delete(Folder, true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Rows, a guessed plan, and what the test asks for in place of the guess.</summary>
    protected void Make(string settings)
    {
        Assert.Equal(0, Cli.Run("simulate", "credit", "--rows", "1500", "--seed", "2", "--out", Data).Code);
        (int code, _, string errors) = Cli.Run("new", "credit", Data, "--out", Plan);
        Assert.True(code == 0, errors);
        string text = string.Join('\n', File.ReadAllLines(Plan).Where(line => !line.StartsWith("network", StringComparison.Ordinal)));
        Assert.Contains("path: loans.csv", text);
        File.WriteAllText(Plan, $"{text}\n{settings}\n");
    }
}
