namespace Florin.Cli.Commands;

using System.CommandLine;

/// <summary><c>florin show FILE</c>: what a file holds.</summary>
static class ShowCommand
{
    const string Readable = ".safetensors";

    static readonly Argument<FileInfo> File = new("FILE") { Description = "A file of arrays (.safetensors)" };

    public static Command Create()
    {
        var command = new Command("show", "Show what a file holds") { File };
        command.SetAction(async (parsed, cancel) =>
        {
            FileInfo file = parsed.GetRequiredValue(File);
            // Apart, so that Ctrl+C ends even a read that hangs.
            ArraysCard card = await Task.Run(() => Read(file), cancel).WaitAsync(cancel).ConfigureAwait(false);
            Console.Out.WriteLine(parsed.GetValue(GlobalOptions.Json) ? card.ToJson() : card.ToString());
            return ExitCode.Ok;
        });
        return command;
    }

    static ArraysCard Read(FileInfo file)
    {
        if (!file.Exists)
            throw new FlorinException("FLR0901", "there is no such file", file.ToString(),
                fix: "check the path; it starts from the current folder");
        if (!file.Extension.Equals(Readable, StringComparison.OrdinalIgnoreCase))
            throw new FlorinException("FLR0902", "florin does not show files of this kind", file.ToString(), file.Extension,
                $"give a {Readable} file");
        return new ArraysCard(file.Name, Safetensors.Read(file.FullName));
    }
}
