namespace Florin.Cli.Commands;

using System.CommandLine;

/// <summary>
/// <c>florin serve [NAME=]MODEL…</c>: scores over HTTP until Ctrl+C or SIGTERM. Nothing here names a type of the web server, which only
/// this command may load.
/// </summary>
static class ServeCommand
{
    static readonly Argument<string[]> Models = new("[NAME=]MODEL")
    {
        Description = "Models (.florin), each with its name in addresses; by default that of the file",
        Arity = ArgumentArity.OneOrMore,
    };

    static readonly Option<string> Url = new("--url")
    {
        Description = "Where to listen; beyond this machine it needs https:// and an API key",
        HelpName = "URL",
        DefaultValueFactory = _ => "http://127.0.0.1:5080",
    };

    static readonly Option<FileInfo?> State = new("--state")
    {
        Description = "Where models that read histories keep them",
        HelpName = "FILE",
    };

    static readonly Option<FileInfo?> KeyFile = new("--key-file")
    {
        Description = "A file with the API key that callers must show; or the environment variable FLORIN_API_KEY",
        HelpName = "FILE",
    };

    static readonly Option<FileInfo?> Certificate = new("--certificate")
    {
        Description = "For https: a PEM file, or a PKCS#12 file whose password is in FLORIN_CERTIFICATE_PASSWORD",
        HelpName = "FILE",
    };

    static readonly Option<FileInfo?> CertificateKey = new("--certificate-key")
    {
        Description = "The certificate's private key (PEM), if it is in a file of its own",
        HelpName = "FILE",
    };

    static readonly Option<int?> MaximumBody = Limit("--max-body", "The longest request in bytes; 8388608 by default", "BYTES");

    static readonly Option<int?> MaximumRows = Limit("--max-rows", "The most rows of a request; 10000 by default", "N");

    static readonly Option<int?> MaximumDepth = Limit("--max-depth", "The deepest nesting of a request's JSON; 16 by default", "N");

    static readonly Option<int?> Rate = Limit("--rate",
        "Requests a second of one client; by default 1000, and without limit from this machine", "N");

    static readonly Option<int?> HeaderTimeout = Limit("--header-timeout", "Seconds that a request's header may take; 10 by default", "S");

    static readonly Option<int?> BodyTimeout = Limit("--body-timeout", "Seconds that a request's body may take; 10 by default", "S");

    public static Command Create()
    {
        var command = new Command("serve", "Serve models over HTTP, with a page to try them")
        {
            Models, Url, State, KeyFile, Certificate, CertificateKey, MaximumBody, MaximumRows, MaximumDepth, Rate, HeaderTimeout,
            BodyTimeout,
        };
        command.SetAction((parsed, cancel) => Serving.Run(Read(parsed), parsed, cancel));
        return command;
    }

    static ServeRequest Read(ParseResult parsed) => new(parsed.GetRequiredValue(Models), parsed.GetRequiredValue(Url))
    {
        StatePath = parsed.GetValue(State)?.ToString(),
        KeyPath = parsed.GetValue(KeyFile)?.ToString(),
        CertificatePath = parsed.GetValue(Certificate)?.ToString(),
        CertificateKeyPath = parsed.GetValue(CertificateKey)?.ToString(),
        MaximumBody = parsed.GetValue(MaximumBody),
        MaximumRows = parsed.GetValue(MaximumRows),
        MaximumDepth = parsed.GetValue(MaximumDepth),
        Rate = parsed.GetValue(Rate),
        HeaderSeconds = parsed.GetValue(HeaderTimeout),
        BodySeconds = parsed.GetValue(BodyTimeout),
    };

    static Option<int?> Limit(string name, string description, string value) => new(name) { Description = description, HelpName = value };
}
