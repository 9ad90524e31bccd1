using System.Text;
using Florin.Cli;

// Names of columns and arrays may hold any letter; some consoles start with an older encoding.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return await Application.RunAsync(args).ConfigureAwait(false);
