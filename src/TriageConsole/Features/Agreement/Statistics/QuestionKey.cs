using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Agreement;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Agreement;
using TriageConsole.Data.Rubrics;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>A question under one meaning, as agreement is kept for it.</summary>
internal readonly record struct QuestionKey(string Key, long SinceVersionId);
