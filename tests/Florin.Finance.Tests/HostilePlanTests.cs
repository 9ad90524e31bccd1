namespace Florin.Finance.Tests;

using System.Text;

/// <summary>Texts that are meant to do harm, or are simply broken, end with a clear error and soon.</summary>
public class HostilePlanTests
{
    const string Good = "recipe: a/b\ndata: {path: a.csv, target: y}\n";

    [Theory]
    [InlineData("a: &x [1]\nb: *x", "FLR1004")]
    [InlineData("a: !!python/object:os.system x", "FLR1004")]
    [InlineData("recipe: a/b\n---\nrecipe: c/d", "FLR1004")]
    [InlineData("recipe: a/b\ndata:\n\tpath: a.csv", "FLR1003")]
    [InlineData("recipe: [a", "FLR1003")]
    [InlineData("recipe: \"a", "FLR1003")]
    [InlineData("recipe: a/b\n data: x", "FLR1003")]
    [InlineData("{a: 1, {b: 2}: 3}", "FLR1003")]
    [InlineData("", "FLR1003")]
    [InlineData("# nothing", "FLR1003")]
    [InlineData("~", "FLR1003")]
    [InlineData("just a text", "FLR1009")]
    [InlineData("- a\n- b", "FLR1009")]
    [InlineData("recipe: a/b\u0000c", "FLR1003")]
    [InlineData(Good + "recipe: c/d", "FLR1006")]
    [InlineData(Good + "split: {kind: every, k: 5, k: 6}", "FLR1006")]
    public void A_broken_text_has_a_clear_error(string text, string code)
    {
        PlanProblem problem = PlanFile.Problems(text)[0];
        Assert.Equal(code, problem.Code);
        Assert.StartsWith("plan.yaml", problem.Place, StringComparison.Ordinal);
        Assert.Throws<FlorinException>(() => PlanFile.Parse(text));
    }

    [Fact]
    public void Nesting_and_size_are_bounded()
    {
        Assert.Equal("FLR1005", Code(Good + "report: " + new string('[', 200_000)));
        Assert.Equal("FLR1005", Code(Good + "report: [" + string.Concat(Enumerable.Repeat("a,", 150_000)) + "]"));
        Assert.Equal("FLR1002", Code(Good + "# " + new string('x', 2_000_000)));
        StringBuilder bomb = new("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (char name = 'b'; name < 'k'; name++)
        {
            string before = "*" + (char)(name - 1);
            bomb.Append(name).Append(": &").Append(name).Append(" [").Append(before).Append(", ").Append(before).Append("]\n");
        }

        Assert.Equal("FLR1004", Code(bomb.ToString()));
    }

    [Fact]
    public void A_tab_is_named_with_its_line()
    {
        PlanProblem problem = PlanFile.Problems("recipe: a/b\ndata:\n\tpath: a.csv")[0];
        Assert.StartsWith("plan.yaml:3:", problem.Place, StringComparison.Ordinal);
        Assert.Contains("tab", problem.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_checked_before_they_are_read()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, [.. "name: caf"u8, 0xE9, .. "\n"u8]);
            Assert.Contains("UTF-8", Assert.Throws<FlorinException>(() => PlanFile.Read(path)).Message, StringComparison.Ordinal);
            File.WriteAllBytes(path, new byte[3 << 20]);
            Assert.Equal("FLR1002", Assert.Throws<FlorinException>(() => PlanFile.Read(path)).Code);
            File.WriteAllText(path, Good, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
            Assert.Equal("a/b", PlanFile.Read(path).Recipe);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Equal("FLR1002", Assert.Throws<FlorinException>(() => PlanFile.Read(path)).Code);
    }

    /// <summary>Letters are changed, left out and doubled; whatever comes of it, only a plan or problems may come out.</summary>
    [Fact]
    public void No_text_brings_down_the_reader()
    {
        const string Text = Good + "split: {kind: k-fold, folds: 5}\nnetwork:\n  - {kind: dense, units: 3, activation: relu}\n"
            + "gates: {auc: \">= 0.7\"}\nfit: {epochs: 5, seed: 1}\nlevels: [0.5]\n";
        var random = new Random(11);
        for (int round = 0; round < 3000; round++)
        {
            StringBuilder changed = new(Text);
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                int at = random.Next(changed.Length);
                switch (random.Next(3))
                {
                    case 0: changed[at] = "{}[]:,#&*!|>'\"%@`-\n\t 0~"[random.Next(22)]; break;
                    case 1: changed.Remove(at, 1); break;
                    default: changed.Insert(at, changed[random.Next(changed.Length)]); break;
                }
            }

            string text = changed.ToString();
            if (PlanFile.Problems(text).Count > 0) continue;
            Plan plan = PlanFile.Parse(text);
            Assert.Equal(plan, PlanFile.Parse(PlanFile.Write(plan)));
        }
    }

    static string Code(string text) => PlanFile.Problems(text)[0].Code;
}
