using MudBlazor;

namespace TriageConsole.Shell.Theme;

/// <summary>The colors, sizes and type of the interface. The only place that defines them.</summary>
internal static class ConsoleTheme
{
    private static readonly string[] Regular = ["1rem", "400", "1.45"];

    public static MudTheme Mud { get; } =
        new()
        {
            PaletteLight = new PaletteLight
            {
                Primary = "#3a56c8",
                PrimaryContrastText = "#ffffff",
                Secondary = "#575c6d",
                Tertiary = "#00866a",
                Info = "#1f6f9e",
                Success = "#176b3a",
                Warning = "#7d5200",
                Error = "#b3261e",
                Dark = "#1a1c24",
                Background = "#f4f5fa",
                BackgroundGray = "#ebedf5",
                Surface = "#ffffff",
                DrawerBackground = "#ffffff",
                DrawerText = "#1a1c24",
                DrawerIcon = "#575c6d",
                AppbarBackground = "#ffffff",
                AppbarText = "#1a1c24",
                TextPrimary = "#1a1c24",
                TextSecondary = "#575c6d",
                TextDisabled = "#6f7486",
                ActionDefault = "#575c6d",
                ActionDisabled = "#6f7486",
                ActionDisabledBackground = "#e2e5ee",
                LinesDefault = "#d6d9e5",
                LinesInputs = "#8d92a3",
                TableLines = "#d6d9e5",
                TableHover = "#f0f2f9",
                Divider = "#d6d9e5",
                DividerLight = "#e2e5ee",
                Skeleton = "#e2e5ee",
            },
            PaletteDark = new PaletteDark
            {
                Primary = "#aebfff",
                PrimaryContrastText = "#10205f",
                Secondary = "#a3a9b9",
                SecondaryContrastText = "#111318",
                Tertiary = "#3fc9a0",
                TertiaryContrastText = "#0a2a20",
                Info = "#63c2f0",
                InfoContrastText = "#06283a",
                Success = "#86d9a3",
                SuccessContrastText = "#0b2c17",
                Warning = "#f6c65f",
                WarningContrastText = "#332400",
                Error = "#ffb4ab",
                ErrorContrastText = "#4c1a17",
                Dark = "#e4e6ee",
                DarkContrastText = "#111318",
                Background = "#111318",
                BackgroundGray = "#252933",
                Surface = "#1a1d24",
                DrawerBackground = "#1a1d24",
                DrawerText = "#e4e6ee",
                DrawerIcon = "#a3a9b9",
                AppbarBackground = "#1a1d24",
                AppbarText = "#e4e6ee",
                TextPrimary = "#e4e6ee",
                TextSecondary = "#a3a9b9",
                TextDisabled = "#878ea0",
                ActionDefault = "#a3a9b9",
                ActionDisabled = "#878ea0",
                ActionDisabledBackground = "#2b303b",
                LinesDefault = "#343a47",
                LinesInputs = "#6b7385",
                TableLines = "#343a47",
                TableHover = "#20242d",
                Divider = "#343a47",
                DividerLight = "#2b303b",
                Skeleton = "#2b303b",
            },
            LayoutProperties = new LayoutProperties
            {
                DefaultBorderRadius = "8px",
                AppbarHeight = "44px",
                DrawerWidthLeft = "212px",
                DrawerMiniWidthLeft = "56px",
            },
            Typography = new Typography
            {
                Default = Of<DefaultTypography>(Regular),
                H1 = Of<H1Typography>("1.45rem", "600", "1.25"),
                H2 = Of<H2Typography>("1.1rem", "600", "1.3"),
                H3 = Of<H3Typography>("1rem", "600", "1.35"),
                H4 = Of<H4Typography>("1rem", "600", "1.35"),
                H5 = Of<H5Typography>("1rem", "600", "1.35"),
                H6 = Of<H6Typography>("1rem", "600", "1.35"),
                Subtitle1 = Of<Subtitle1Typography>("1rem", "550", "1.4"),
                Subtitle2 = Of<Subtitle2Typography>("0.95rem", "550", "1.4"),
                Body1 = Of<Body1Typography>(Regular),
                Body2 = Of<Body2Typography>("0.95rem", "400", "1.43"),
                Button = Of<ButtonTypography>("0.95rem", "550", "1.4"),
                Caption = Of<CaptionTypography>("0.9rem", "400", "1.4"),
                Overline = Of<OverlineTypography>("0.9rem", "550", "1.4"),
            },
        };

    /// <summary>What MudBlazor's theme has no name for: soft fills behind colored text, and the colors of chart series.</summary>
    public static IReadOnlyDictionary<string, string> LightExtras { get; } =
        new Dictionary<string, string>
        {
            ["accent-soft"] = "#e0e6ff",
            ["danger-soft"] = "#fbe4e2",
            ["warn-soft"] = "#ffedc9",
            ["ok-soft"] = "#d9f2e1",
            ["shadow"] = "0 1px 2px rgb(20 24 50 / 8%), 0 1px 6px rgb(20 24 50 / 5%)",
        };

    public static IReadOnlyDictionary<string, string> DarkExtras { get; } =
        new Dictionary<string, string>
        {
            ["accent-soft"] = "#29356a",
            ["danger-soft"] = "#4c1a17",
            ["warn-soft"] = "#40300a",
            ["ok-soft"] = "#12391f",
            ["shadow"] = "0 1px 2px rgb(0 0 0 / 40%)",
        };

    /// <summary>Colors of chart series, distinguishable with color blindness (after Okabe and Ito).</summary>
    public static IReadOnlyList<string> LightSeries { get; } = ["#3a56c8", "#c75300", "#00866a", "#b04c8c", "#8f6a00", "#2484b8"];

    public static IReadOnlyList<string> DarkSeries { get; } = ["#aebfff", "#ff9a56", "#3fc9a0", "#f19bcb", "#e9d16c", "#63c2f0"];

    private static T Of<T>(params string[] sizes)
        where T : BaseTypography, new() =>
        new()
        {
            FontSize = sizes[0],
            FontWeight = sizes[1],
            LineHeight = sizes[2],
            LetterSpacing = "normal",
            TextTransform = "none",
        };
}
