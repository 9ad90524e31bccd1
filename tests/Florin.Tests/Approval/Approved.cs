namespace Florin.Tests;

/// <summary>Compares text with a committed file. With FLORIN_ACCEPT=1 in the environment the file is rewritten instead.</summary>
static class Approved
{
    public static void Check(string path, string text)
    {
        string file = Path.Combine(Outside.Root, path), wanted = text.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("FLORIN_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, wanted);
            return;
        }

        string committed = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        if (committed == wanted) return;
        string difference = Difference(committed, wanted);
        Assert.Fail($"{path} is not what the code says; run the tests with FLORIN_ACCEPT=1 and read the difference\n{difference}");
    }

    static string Difference(string committed, string wanted)
    {
        string[] before = committed.Split('\n'), after = wanted.Split('\n');
        IEnumerable<string> gone = before.Except(after).Select(line => "- " + line), come = after.Except(before).Select(line
            => "+ " + line);
        return string.Join('\n', gone.Concat(come).Take(60));
    }
}
