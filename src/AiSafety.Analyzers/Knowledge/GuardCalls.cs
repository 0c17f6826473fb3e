using AiSafety.Analyzers.Engine.Facts;

namespace AiSafety.Analyzers.Knowledge;

/// <summary>What a member tells a program that is about to do something that cannot be undone.</summary>
internal enum GuardSource
{
    /// <summary>True in an environment where a loss does not matter.</summary>
    HarmlessEnvironment,

    /// <summary>True in production.</summary>
    Production,

    /// <summary>True when the environment has the name in the first constant argument.</summary>
    NamedEnvironment,

    /// <summary>Yields the name of the environment.</summary>
    EnvironmentName,

    /// <summary>True when the user said yes.</summary>
    Confirmation,

    /// <summary>Yields what the user typed or pressed.</summary>
    Input,

    /// <summary>Yields a setting: configuration, environment variable, switch, command line.</summary>
    Setting,
}

/// <summary>A member whose result a guard tests.</summary>
internal sealed record GuardCall(GuardSource Source);

/// <summary>Members of libraries whose results guard destructive work when tested. Properties are listed by their getter.</summary>
internal static class GuardCalls
{
    private static readonly GuardCall Harmless = new(GuardSource.HarmlessEnvironment);
    private static readonly GuardCall Production = new(GuardSource.Production);
    private static readonly GuardCall NamedEnvironment = new(GuardSource.NamedEnvironment);
    private static readonly GuardCall EnvironmentName = new(GuardSource.EnvironmentName);
    private static readonly GuardCall Confirmation = new(GuardSource.Confirmation);
    private static readonly GuardCall Input = new(GuardSource.Input);
    private static readonly GuardCall Setting = new(GuardSource.Setting);

    public static readonly FactTable<GuardCall> Table = new("guards")
    {
        { "Microsoft.Extensions.Hosting.HostEnvironmentEnvExtensions", "IsDevelopment", Harmless },
        { "Microsoft.Extensions.Hosting.HostEnvironmentEnvExtensions", "IsStaging", Harmless },
        { "Microsoft.Extensions.Hosting.HostEnvironmentEnvExtensions", "IsProduction", Production },
        { "Microsoft.Extensions.Hosting.HostEnvironmentEnvExtensions", "IsEnvironment", NamedEnvironment },
        { "Microsoft.Extensions.Hosting.IHostEnvironment", "get_EnvironmentName", EnvironmentName },
        { "Microsoft.AspNetCore.Hosting.HostingEnvironmentExtensions", "IsDevelopment", Harmless },
        { "Microsoft.AspNetCore.Hosting.HostingEnvironmentExtensions", "IsStaging", Harmless },
        { "Microsoft.AspNetCore.Hosting.HostingEnvironmentExtensions", "IsProduction", Production },
        { "Microsoft.AspNetCore.Hosting.HostingEnvironmentExtensions", "IsEnvironment", NamedEnvironment },
        { "System.Diagnostics.Debugger", "get_IsAttached", Harmless },

        { "Spectre.Console.AnsiConsole", "Confirm?", Confirmation },
        { "Spectre.Console.AnsiConsoleExtensions", "Confirm?", Confirmation },
        { "System.Management.Automation.Cmdlet", "ShouldProcess", Confirmation },
        { "System.Management.Automation.Cmdlet", "ShouldContinue", Confirmation },

        { "System.Console", "ReadLine", Input },
        { "System.Console", "ReadKey", Input },
        { "System.Console", "Read", Input },
        { "System.IO.TextReader", "ReadLine?", Input },
        { "Spectre.Console.AnsiConsole", "Ask?", Input },
        { "Spectre.Console.AnsiConsole", "Prompt?", Input },
        { "Spectre.Console.AnsiConsoleExtensions", "Ask?", Input },
        { "Spectre.Console.AnsiConsoleExtensions", "Prompt?", Input },
        { "System.Windows.MessageBox", "Show", Input },
        { "System.Windows.Forms.MessageBox", "Show", Input },

        { "Microsoft.Extensions.Configuration.IConfiguration", "get_Item", Setting },
        { "Microsoft.Extensions.Configuration.ConfigurationBinder", "GetValue", Setting },
        { "Microsoft.Extensions.Configuration.ConfigurationBinder", "Get", Setting },
        { "Microsoft.FeatureManagement.IFeatureManager", "IsEnabledAsync", Setting },
        { "Microsoft.FeatureManagement.IVariantFeatureManager", "IsEnabledAsync", Setting },
        { "System.AppContext", "TryGetSwitch", Setting },
        { "System.Environment", "GetEnvironmentVariable", Setting },
        { "System.Environment", "GetCommandLineArgs", Setting },
        { "System.CommandLine.ParseResult", "GetValue", Setting },
        { "System.CommandLine.ParseResult", "GetRequiredValue", Setting },
    };
}
