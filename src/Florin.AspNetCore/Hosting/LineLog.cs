namespace Florin.AspNetCore;

using Microsoft.Extensions.Logging;

/// <summary>Log entries as lines. Texts of exceptions are left out: they may quote what a customer sent.</summary>
sealed class LineLog(Action<string> write) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        string kind = exception is null ? "" : $" ({exception.GetType().Name})";
        write((logLevel >= LogLevel.Error ? "error: " : "") + formatter(state, null) + kind);
    }

    public void Dispose()
    {
    }
}
