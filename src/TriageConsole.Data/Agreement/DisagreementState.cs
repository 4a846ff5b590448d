using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Labeling;

namespace TriageConsole.Data.Agreement;

public enum DisagreementState
{
    Open = 0,
    Adjudicated = 1,
    SentBack = 2,
}
