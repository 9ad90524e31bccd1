namespace Florin.Cli.Commands;

using System.CommandLine;
using System.Security.Cryptography;

/// <summary><c>florin export MODEL --onnx FILE</c>: the model for other runtimes, with its preprocessing inside.</summary>
static class ExportCommand
{
    static readonly Argument<string> ModelPath = new("MODEL") { Description = "A model (.florin)" };

    static readonly Option<FileInfo> Onnx = new("--onnx")
    {
        Description = "Where to write the ONNX model: raw columns in, scores out (ONNX Runtime 1.12 and later)",
        HelpName = "FILE",
        Required = true,
    };

    public static Command Create()
    {
        var command = new Command("export", "Write a model as ONNX, with its preprocessing inside, to score without Florin")
        {
            ModelPath, Onnx,
        };
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed), cancel).WaitAsync(cancel));
        return command;
    }

    static int Run(ParseResult parsed)
    {
        string path = Files.Existing(parsed.GetRequiredValue(ModelPath)), target = parsed.GetRequiredValue(Onnx).ToString();
        byte[] bytes = File.ReadAllBytes(path);
        using Model model = ModelFile.Load(bytes, path, out ModelCard card);
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        OnnxSignature signature = model.ExportOnnx(target, new Dictionary<string, string>
        {
            ["name"] = card.Name,
            ["recipe"] = card.Recipe,
            ["florin"] = card.Florin,
            ["sha256"] = sha256,
        });
        var sheet = new OnnxSheet(target, sha256, model.Target.InWords, signature);
        using var screen = new Screen(parsed);
        screen.Say(sheet.ToString());
        if (parsed.GetValue(GlobalOptions.Json)) Console.Out.WriteLine(sheet.ToJson());
        return ExitCode.Ok;
    }
}
