using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class ReleasePlansAndReportSchedules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "release_approvals",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    release_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "int", nullable: false),
                    state = table.Column<int>(type: "int", nullable: false),
                    steps = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false, collation: "Latin1_General_100_BIN2"),
                    requested_by_id = table.Column<long>(type: "bigint", nullable: true),
                    requested_by = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    requested_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    answered_by_id = table.Column<long>(type: "bigint", nullable: true),
                    answered_by = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    answered_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    transition_number = table.Column<int>(type: "int", nullable: true),
                    live_release_id = table.Column<long>(type: "bigint", nullable: true),
                    policy_version = table.Column<int>(type: "int", nullable: false),
                    content_hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    gates = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    row_version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_release_approvals", x => x.id);
                    table.CheckConstraint("ck_release_approvals_answer", "(answered_at IS NULL AND answered_by IS NULL AND answered_by_id IS NULL AND state IN (0, 3, 4, 5)) OR (answered_at IS NOT NULL AND answered_by IS NOT NULL AND state <> 0)");
                    table.CheckConstraint("ck_release_approvals_other_person", "answered_by_id IS NULL OR requested_by_id IS NULL OR answered_by_id <> requested_by_id");
                    table.CheckConstraint("ck_release_approvals_state", "kind BETWEEN 0 AND 1 AND state BETWEEN 0 AND 6");
                    table.CheckConstraint("ck_release_approvals_steps", "(kind = 0 AND steps = '') OR (kind = 1 AND steps <> '')");
                    table.ForeignKey(
                        name: "fk_release_approvals_releases_workflow_id_release_id",
                        columns: x => new { x.workflow_id, x.release_id },
                        principalTable: "releases",
                        principalColumns: new[] { "workflow_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_release_approvals_users_answered_by_id",
                        column: x => x.answered_by_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_release_approvals_users_requested_by_id",
                        column: x => x.requested_by_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_release_approvals_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "release_freezes",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: true),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    time_zone = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    starts_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    ends_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    start_minute = table.Column<int>(type: "int", nullable: true),
                    end_minute = table.Column<int>(type: "int", nullable: true),
                    created_by_id = table.Column<long>(type: "bigint", nullable: false),
                    created_by = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    removed_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    removed_by = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_release_freezes", x => x.id);
                    table.CheckConstraint("ck_release_freezes_period", "(starts_at IS NOT NULL AND ends_at > starts_at AND start_minute IS NULL AND end_minute IS NULL) OR (starts_at IS NULL AND ends_at IS NULL AND start_minute BETWEEN 0 AND 10079 AND end_minute BETWEEN 0 AND 10079 AND start_minute <> end_minute)");
                    table.ForeignKey(
                        name: "fk_release_freezes_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_release_freezes_users_created_by_id",
                        column: x => x.created_by_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_release_freezes_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "release_plans",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    release_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "int", nullable: false),
                    state = table.Column<int>(type: "int", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    step = table.Column<int>(type: "int", nullable: false),
                    next_step_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    paused_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    held_because = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_by_id = table.Column<long>(type: "bigint", nullable: false),
                    created_by = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    end_reason = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    ended_by_console = table.Column<bool>(type: "bit", nullable: false),
                    row_version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_release_plans", x => x.id);
                    table.CheckConstraint("ck_release_plans_end", "(state IN (0, 1, 2) AND ended_at IS NULL) OR (state IN (3, 4, 5) AND ended_at IS NOT NULL)");
                    table.CheckConstraint("ck_release_plans_pause", "(state = 2 AND paused_at IS NOT NULL) OR (state <> 2 AND paused_at IS NULL)");
                    table.CheckConstraint("ck_release_plans_state", "kind BETWEEN 0 AND 1 AND state BETWEEN 0 AND 5");
                    table.CheckConstraint("ck_release_plans_step", "(step = 0 AND next_step_at IS NULL AND state NOT IN (1, 2)) OR (step > 0 AND kind = 0 AND next_step_at IS NOT NULL)");
                    table.ForeignKey(
                        name: "fk_release_plans_releases_workflow_id_release_id",
                        columns: x => new { x.workflow_id, x.release_id },
                        principalTable: "releases",
                        principalColumns: new[] { "workflow_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_release_plans_users_created_by_id",
                        column: x => x.created_by_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_release_plans_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "report_deliveries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    week = table.Column<string>(type: "nvarchar(8)", maxLength: 8, nullable: false, collation: "Latin1_General_100_BIN2"),
                    channel = table.Column<int>(type: "int", nullable: false),
                    recipient_id = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    attempts = table.Column<int>(type: "int", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    failed_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_report_deliveries", x => x.id);
                    table.CheckConstraint("ck_report_deliveries_end", "sent_at IS NULL OR failed_at IS NULL");
                    table.ForeignKey(
                        name: "fk_report_deliveries_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "report_schedules",
                columns: table => new
                {
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    day = table.Column<int>(type: "int", nullable: false),
                    minute = table.Column<int>(type: "int", nullable: false),
                    time_zone = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    by_mail = table.Column<bool>(type: "bit", nullable: false),
                    by_webhook = table.Column<bool>(type: "bit", nullable: false),
                    next_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    set_by_id = table.Column<long>(type: "bigint", nullable: false),
                    set_by = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    set_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    row_version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_report_schedules", x => x.workflow_id);
                    table.CheckConstraint("ck_report_schedules_time", "day BETWEEN 0 AND 6 AND minute BETWEEN 0 AND 1439");
                    table.ForeignKey(
                        name: "fk_report_schedules_users_set_by_id",
                        column: x => x.set_by_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_report_schedules_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "release_approval_remarks",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    approval_id = table.Column<long>(type: "bigint", nullable: false),
                    step = table.Column<int>(type: "int", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    by_id = table.Column<long>(type: "bigint", nullable: true),
                    by = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    text = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_release_approval_remarks", x => x.id);
                    table.CheckConstraint("ck_release_approval_remarks_step", "step BETWEEN 0 AND 7");
                    table.ForeignKey(
                        name: "fk_release_approval_remarks_release_approvals_approval_id",
                        column: x => x.approval_id,
                        principalTable: "release_approvals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_release_approval_remarks_users_by_id",
                        column: x => x.by_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "release_plan_steps",
                columns: table => new
                {
                    plan_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    share = table.Column<double>(type: "float", nullable: false),
                    hold_minutes = table.Column<int>(type: "int", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_release_plan_steps", x => new { x.plan_id, x.number });
                    table.CheckConstraint("ck_release_plan_steps_range", "number >= 1 AND share >= 0.01 AND share <= 0.9 AND hold_minutes BETWEEN 1 AND 86400");
                    table.ForeignKey(
                        name: "fk_release_plan_steps_release_plans_plan_id",
                        column: x => x.plan_id,
                        principalTable: "release_plans",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_notice_deliveries_chat",
                table: "notice_deliveries",
                columns: new[] { "channel", "recipient" },
                unique: true,
                filter: "channel = 2");

            migrationBuilder.CreateIndex(
                name: "ix_release_approval_remarks_approval_id",
                table: "release_approval_remarks",
                column: "approval_id");

            migrationBuilder.CreateIndex(
                name: "ix_release_approval_remarks_by_id",
                table: "release_approval_remarks",
                column: "by_id");

            migrationBuilder.CreateIndex(
                name: "ix_release_approvals_answered_by_id",
                table: "release_approvals",
                column: "answered_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_release_approvals_current",
                table: "release_approvals",
                columns: new[] { "release_id", "kind" },
                unique: true,
                filter: "state IN (0, 1)");

            migrationBuilder.CreateIndex(
                name: "ix_release_approvals_requested_by_id",
                table: "release_approvals",
                column: "requested_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_release_approvals_tenant_id_workflow_id",
                table: "release_approvals",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_release_approvals_workflow_id_release_id",
                table: "release_approvals",
                columns: new[] { "workflow_id", "release_id" });

            migrationBuilder.CreateIndex(
                name: "ix_release_approvals_workflow_id_state",
                table: "release_approvals",
                columns: new[] { "workflow_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_release_freezes_created_by_id",
                table: "release_freezes",
                column: "created_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_release_freezes_tenant_id",
                table: "release_freezes",
                column: "tenant_id",
                filter: "removed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_release_freezes_tenant_id_workflow_id",
                table: "release_freezes",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_release_plans_created_by_id",
                table: "release_plans",
                column: "created_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_release_plans_open",
                table: "release_plans",
                columns: new[] { "workflow_id", "kind" },
                unique: true,
                filter: "state IN (0, 1, 2)");

            migrationBuilder.CreateIndex(
                name: "ix_release_plans_release_id",
                table: "release_plans",
                column: "release_id");

            migrationBuilder.CreateIndex(
                name: "ix_release_plans_tenant_id_workflow_id",
                table: "release_plans",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_release_plans_workflow_id_release_id",
                table: "release_plans",
                columns: new[] { "workflow_id", "release_id" });

            migrationBuilder.CreateIndex(
                name: "ix_report_deliveries_next_attempt_at",
                table: "report_deliveries",
                column: "next_attempt_at",
                filter: "sent_at IS NULL AND failed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_report_deliveries_tenant_id_workflow_id",
                table: "report_deliveries",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_report_deliveries_workflow_id_week_channel_recipient_id",
                table: "report_deliveries",
                columns: new[] { "workflow_id", "week", "channel", "recipient_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_report_schedules_next_at",
                table: "report_schedules",
                column: "next_at");

            migrationBuilder.CreateIndex(
                name: "ix_report_schedules_set_by_id",
                table: "report_schedules",
                column: "set_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_report_schedules_tenant_id_workflow_id",
                table: "report_schedules",
                columns: new[] { "tenant_id", "workflow_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "release_approval_remarks");

            migrationBuilder.DropTable(
                name: "release_freezes");

            migrationBuilder.DropTable(
                name: "release_plan_steps");

            migrationBuilder.DropTable(
                name: "report_deliveries");

            migrationBuilder.DropTable(
                name: "report_schedules");

            migrationBuilder.DropTable(
                name: "release_approvals");

            migrationBuilder.DropTable(
                name: "release_plans");

            migrationBuilder.DropIndex(
                name: "ix_notice_deliveries_chat",
                table: "notice_deliveries");
        }
    }
}
