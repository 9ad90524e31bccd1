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
        (int code, string yaml, string errors) = Cli.Run("new", "credit", Data);
        Assert.True(code == 0, errors);
        string text = string.Join('\n', yaml.Split('\n').Where(line => !line.StartsWith("network", StringComparison.Ordinal)));
        File.WriteAllText(Plan, text.Replace(Path.GetRelativePath(Directory.GetCurrentDirectory(), Data).Replace('\\', '/'), "loans.csv",
            StringComparison.Ordinal) + settings + "\n");
        Assert.Contains("loans.csv", File.ReadAllText(Plan));
    }
}
