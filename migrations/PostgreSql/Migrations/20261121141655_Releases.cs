using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace TriageConsole.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Releases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<double>(
                name: "cost_squares",
                table: "rollups",
                type: "double precision",
                nullable: false,
                defaultValue: 0.0);

            migrationBuilder.CreateTable(
                name: "component_versions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    version = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    content = table.Column<string>(type: "text", nullable: true),
                    reference = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    content_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    message = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    author_id = table.Column<long>(type: "bigint", nullable: true),
                    author = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    parent_id = table.Column<long>(type: "bigint", nullable: true),
                    manifest = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    is_adopted = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    row_version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_component_versions", x => x.id);
                    table.UniqueConstraint("ak_component_versions_workflow_id_id", x => new { x.workflow_id, x.id });
                    table.UniqueConstraint("ak_component_versions_workflow_id_kind_name_id", x => new { x.workflow_id, x.kind, x.name, x.id });
                    table.CheckConstraint("ck_component_versions_kind", "kind BETWEEN 0 AND 7");
                    table.ForeignKey(
                        name: "fk_component_versions_component_versions_workflow_id_parent_id",
                        columns: x => new { x.workflow_id, x.parent_id },
                        principalTable: "component_versions",
                        principalColumns: new[] { "workflow_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_component_versions_users_author_id",
                        column: x => x.author_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_component_versions_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "experiments",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    is_running = table.Column<bool>(type: "boolean", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    started_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    end_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    row_version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_experiments", x => x.id);
                    table.UniqueConstraint("ak_experiments_workflow_id_id", x => new { x.workflow_id, x.id });
                    table.ForeignKey(
                        name: "fk_experiments_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "release_policies",
                columns: table => new
                {
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    alpha = table.Column<double>(type: "double precision", nullable: false),
                    planned_units = table.Column<int>(type: "integer", nullable: false),
                    min_units = table.Column<int>(type: "integer", nullable: false),
                    min_traffic_share = table.Column<double>(type: "double precision", nullable: false),
                    needs_evaluation = table.Column<bool>(type: "boolean", nullable: false),
                    pass_rate_margin = table.Column<double>(type: "double precision", nullable: false),
                    safety_margin = table.Column<double>(type: "double precision", nullable: true),
                    error_margin = table.Column<double>(type: "double precision", nullable: true),
                    escalation_margin = table.Column<double>(type: "double precision", nullable: true),
                    latency_margin = table.Column<double>(type: "double precision", nullable: true),
                    cost_margin = table.Column<double>(type: "double precision", nullable: true),
                    needs_two_people = table.Column<bool>(type: "boolean", nullable: false),
                    watch_days = table.Column<int>(type: "integer", nullable: false),
                    harm_margin = table.Column<double>(type: "double precision", nullable: false),
                    rolls_back_by_itself = table.Column<bool>(type: "boolean", nullable: false),
                    row_version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_release_policies", x => x.workflow_id);
                    table.CheckConstraint("ck_release_policies_margins", "pass_rate_margin >= 0 AND (safety_margin IS NULL OR safety_margin >= 0) AND (error_margin IS NULL OR error_margin >= 0) AND (escalation_margin IS NULL OR escalation_margin >= 0) AND (latency_margin IS NULL OR latency_margin >= 0) AND (cost_margin IS NULL OR cost_margin >= 0)");
                    table.CheckConstraint("ck_release_policies_statistics", "alpha > 0 AND alpha < 1 AND planned_units BETWEEN 10 AND 100000000 AND min_units BETWEEN 2 AND 10000000 AND min_traffic_share >= 0 AND min_traffic_share <= 0.5");
                    table.CheckConstraint("ck_release_policies_watch", "watch_days BETWEEN 1 AND 90 AND harm_margin >= 0");
                    table.ForeignKey(
                        name: "fk_release_policies_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "releases",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    notes = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    transition_number = table.Column<int>(type: "integer", nullable: true),
                    author_id = table.Column<long>(type: "bigint", nullable: true),
                    author = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    copied_from_id = table.Column<long>(type: "bigint", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    live_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    previous_live_id = table.Column<long>(type: "bigint", nullable: true),
                    row_version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_releases", x => x.id);
                    table.UniqueConstraint("ak_releases_workflow_id_id", x => new { x.workflow_id, x.id });
                    table.CheckConstraint("ck_releases_state", "state BETWEEN 0 AND 7 AND (transition_number IS NOT NULL OR state = 0)");
                    table.ForeignKey(
                        name: "fk_releases_releases_workflow_id_copied_from_id",
                        columns: x => new { x.workflow_id, x.copied_from_id },
                        principalTable: "releases",
                        principalColumns: new[] { "workflow_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_releases_releases_workflow_id_previous_live_id",
                        columns: x => new { x.workflow_id, x.previous_live_id },
                        principalTable: "releases",
                        principalColumns: new[] { "workflow_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_releases_users_author_id",
                        column: x => x.author_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_releases_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "routing_versions",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_routing_versions", x => x.id);
                    table.CheckConstraint("ck_routing_versions_one", "id = 1");
                });

            migrationBuilder.CreateTable(
                name: "experiment_arms",
                columns: table => new
                {
                    experiment_id = table.Column<long>(type: "bigint", nullable: false),
                    release_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    is_control = table.Column<bool>(type: "boolean", nullable: false),
                    share = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_experiment_arms", x => new { x.experiment_id, x.release_id });
                    table.CheckConstraint("ck_experiment_arms_share", "share >= 0 AND share <= 1");
                    table.ForeignKey(
                        name: "fk_experiment_arms_experiments_workflow_id_experiment_id",
                        columns: x => new { x.workflow_id, x.experiment_id },
                        principalTable: "experiments",
                        principalColumns: new[] { "workflow_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_experiment_arms_releases_workflow_id_release_id",
                        columns: x => new { x.workflow_id, x.release_id },
                        principalTable: "releases",
                        principalColumns: new[] { "workflow_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "release_components",
                columns: table => new
                {
                    release_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    component_version_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_release_components", x => new { x.release_id, x.kind, x.name });
                    table.ForeignKey(
                        name: "fk_release_components_component_versions_workflow_id_kind_name~",
                        columns: x => new { x.workflow_id, x.kind, x.name, x.component_version_id },
                        principalTable: "component_versions",
                        principalColumns: new[] { "workflow_id", "kind", "name", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_release_components_releases_workflow_id_release_id",
                        columns: x => new { x.workflow_id, x.release_id },
                        principalTable: "releases",
                        principalColumns: new[] { "workflow_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "release_evidence",
                columns: table => new
                {
                    release_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    verdict = table.Column<short>(type: "smallint", nullable: false),
                    verdict_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    gates = table.Column<string>(type: "text", nullable: false),
                    evaluated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_release_evidence", x => x.release_id);
                    table.ForeignKey(
                        name: "fk_release_evidence_releases_workflow_id_release_id",
                        columns: x => new { x.workflow_id, x.release_id },
                        principalTable: "releases",
                        principalColumns: new[] { "workflow_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "release_transitions",
                columns: table => new
                {
                    release_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    previous_number = table.Column<int>(type: "integer", nullable: true),
                    from_state = table.Column<int>(type: "integer", nullable: false),
                    to_state = table.Column<int>(type: "integer", nullable: false),
                    cause = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    actor_id = table.Column<long>(type: "bigint", nullable: true),
                    actor = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    override_reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    gates = table.Column<string>(type: "text", nullable: false),
                    other_release_id = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_release_transitions", x => new { x.release_id, x.number });
                    table.UniqueConstraint("ak_release_transitions_release_id_number_to_state", x => new { x.release_id, x.number, x.to_state });
                    table.CheckConstraint("ck_release_transitions_chain", "(number = 1 AND previous_number IS NULL AND from_state = 0) OR (number > 1 AND previous_number = number - 1)");
                    table.CheckConstraint("ck_release_transitions_legal", "(from_state = 0 AND to_state = 1) OR (from_state = 0 AND to_state = 4) OR (from_state = 0 AND to_state = 7) OR (from_state = 1 AND to_state = 2) OR (from_state = 1 AND to_state = 3) OR (from_state = 1 AND to_state = 4) OR (from_state = 1 AND to_state = 7) OR (from_state = 2 AND to_state = 1) OR (from_state = 2 AND to_state = 3) OR (from_state = 2 AND to_state = 4) OR (from_state = 2 AND to_state = 6) OR (from_state = 2 AND to_state = 7) OR (from_state = 3 AND to_state = 1) OR (from_state = 3 AND to_state = 2) OR (from_state = 3 AND to_state = 4) OR (from_state = 3 AND to_state = 6) OR (from_state = 3 AND to_state = 7) OR (from_state = 4 AND to_state = 5) OR (from_state = 4 AND to_state = 6) OR (from_state = 5 AND to_state = 4) OR (from_state = 6 AND to_state = 1)");
                    table.CheckConstraint("ck_release_transitions_override", "override_reason IS NULL OR override_reason <> ''");
                    table.ForeignKey(
                        name: "fk_release_transitions_release_transitions_release_id_previous~",
                        columns: x => new { x.release_id, x.previous_number, x.from_state },
                        principalTable: "release_transitions",
                        principalColumns: new[] { "release_id", "number", "to_state" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_release_transitions_releases_other_release_id",
                        column: x => x.other_release_id,
                        principalTable: "releases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_release_transitions_releases_release_id",
                        column: x => x.release_id,
                        principalTable: "releases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_release_transitions_users_actor_id",
                        column: x => x.actor_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "release_watches",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    release_id = table.Column<long>(type: "bigint", nullable: false),
                    baseline_id = table.Column<long>(type: "bigint", nullable: true),
                    baseline_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    is_running = table.Column<bool>(type: "boolean", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    looked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    units = table.Column<long>(type: "bigint", nullable: false),
                    difference = table.Column<double>(type: "double precision", nullable: true),
                    low = table.Column<double>(type: "double precision", nullable: true),
                    high = table.Column<double>(type: "double precision", nullable: true),
                    evidence = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_release_watches", x => x.id);
                    table.ForeignKey(
                        name: "fk_release_watches_releases_workflow_id_baseline_id",
                        columns: x => new { x.workflow_id, x.baseline_id },
                        principalTable: "releases",
                        principalColumns: new[] { "workflow_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_release_watches_releases_workflow_id_release_id",
                        columns: x => new { x.workflow_id, x.release_id },
                        principalTable: "releases",
                        principalColumns: new[] { "workflow_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_release_watches_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "arm_shares",
                columns: table => new
                {
                    experiment_id = table.Column<long>(type: "bigint", nullable: false),
                    release_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    share = table.Column<double>(type: "double precision", nullable: false),
                    units = table.Column<long>(type: "bigint", nullable: false),
                    mean = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_arm_shares", x => new { x.experiment_id, x.release_id, x.at });
                    table.CheckConstraint("ck_arm_shares_share", "share >= 0 AND share <= 1");
                    table.ForeignKey(
                        name: "fk_arm_shares_experiment_arms_experiment_id_release_id",
                        columns: x => new { x.experiment_id, x.release_id },
                        principalTable: "experiment_arms",
                        principalColumns: new[] { "experiment_id", "release_id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "experiment_points",
                columns: table => new
                {
                    experiment_id = table.Column<long>(type: "bigint", nullable: false),
                    release_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    live_units = table.Column<long>(type: "bigint", nullable: false),
                    candidate_units = table.Column<long>(type: "bigint", nullable: false),
                    difference = table.Column<double>(type: "double precision", nullable: true),
                    low = table.Column<double>(type: "double precision", nullable: true),
                    high = table.Column<double>(type: "double precision", nullable: true),
                    sample_ratio_p = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_experiment_points", x => new { x.experiment_id, x.release_id, x.at });
                    table.ForeignKey(
                        name: "fk_experiment_points_experiment_arms_experiment_id_release_id",
                        columns: x => new { x.experiment_id, x.release_id },
                        principalTable: "experiment_arms",
                        principalColumns: new[] { "experiment_id", "release_id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                table: "routing_versions",
                columns: new[] { "id", "version" },
                values: new object[] { 1, 1L });

            migrationBuilder.CreateIndex(
                name: "ix_component_versions_author_id",
                table: "component_versions",
                column: "author_id");

            migrationBuilder.CreateIndex(
                name: "ix_component_versions_tenant_id_workflow_id",
                table: "component_versions",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_component_versions_workflow_id_kind_name_version",
                table: "component_versions",
                columns: new[] { "workflow_id", "kind", "name", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_component_versions_workflow_id_parent_id",
                table: "component_versions",
                columns: new[] { "workflow_id", "parent_id" });

            migrationBuilder.CreateIndex(
                name: "ix_experiment_arms_release_id",
                table: "experiment_arms",
                column: "release_id");

            migrationBuilder.CreateIndex(
                name: "ix_experiment_arms_workflow_id_experiment_id",
                table: "experiment_arms",
                columns: new[] { "workflow_id", "experiment_id" });

            migrationBuilder.CreateIndex(
                name: "ix_experiment_arms_workflow_id_release_id",
                table: "experiment_arms",
                columns: new[] { "workflow_id", "release_id" });

            migrationBuilder.CreateIndex(
                name: "ix_experiments_running",
                table: "experiments",
                column: "workflow_id",
                unique: true,
                filter: "is_running = true");

            migrationBuilder.CreateIndex(
                name: "ix_experiments_tenant_id_workflow_id",
                table: "experiments",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_experiments_workflow_id_started_at",
                table: "experiments",
                columns: new[] { "workflow_id", "started_at" });

            migrationBuilder.CreateIndex(
                name: "ix_release_components_workflow_id_kind_name_component_version_~",
                table: "release_components",
                columns: new[] { "workflow_id", "kind", "name", "component_version_id" });

            migrationBuilder.CreateIndex(
                name: "ix_release_components_workflow_id_release_id",
                table: "release_components",
                columns: new[] { "workflow_id", "release_id" });

            migrationBuilder.CreateIndex(
                name: "ix_release_evidence_workflow_id_release_id",
                table: "release_evidence",
                columns: new[] { "workflow_id", "release_id" });

            migrationBuilder.CreateIndex(
                name: "ix_release_policies_tenant_id_workflow_id",
                table: "release_policies",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_release_transitions_actor_id",
                table: "release_transitions",
                column: "actor_id");

            migrationBuilder.CreateIndex(
                name: "ix_release_transitions_other_release_id",
                table: "release_transitions",
                column: "other_release_id");

            migrationBuilder.CreateIndex(
                name: "ix_release_transitions_release_id_previous_number_from_state",
                table: "release_transitions",
                columns: new[] { "release_id", "previous_number", "from_state" });

            migrationBuilder.CreateIndex(
                name: "ix_release_watches_release_id_started_at",
                table: "release_watches",
                columns: new[] { "release_id", "started_at" });

            migrationBuilder.CreateIndex(
                name: "ix_release_watches_running",
                table: "release_watches",
                column: "workflow_id",
                unique: true,
                filter: "is_running = true");

            migrationBuilder.CreateIndex(
                name: "ix_release_watches_tenant_id_workflow_id",
                table: "release_watches",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_release_watches_workflow_id_baseline_id",
                table: "release_watches",
                columns: new[] { "workflow_id", "baseline_id" });

            migrationBuilder.CreateIndex(
                name: "ix_release_watches_workflow_id_release_id",
                table: "release_watches",
                columns: new[] { "workflow_id", "release_id" });

            migrationBuilder.CreateIndex(
                name: "ix_releases_author_id",
                table: "releases",
                column: "author_id");

            migrationBuilder.CreateIndex(
                name: "ix_releases_live",
                table: "releases",
                column: "workflow_id",
                unique: true,
                filter: "state = 4");

            migrationBuilder.CreateIndex(
                name: "ix_releases_tenant_id_workflow_id",
                table: "releases",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_releases_workflow_id_copied_from_id",
                table: "releases",
                columns: new[] { "workflow_id", "copied_from_id" });

            migrationBuilder.CreateIndex(
                name: "ix_releases_workflow_id_name",
                table: "releases",
                columns: new[] { "workflow_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_releases_workflow_id_previous_live_id",
                table: "releases",
                columns: new[] { "workflow_id", "previous_live_id" });

            // A release's state is one that a transition of its own led to.
            migrationBuilder.Sql("ALTER TABLE releases ADD CONSTRAINT fk_releases_transition FOREIGN KEY (id, transition_number, state) REFERENCES release_transitions (release_id, number, to_state)");

            // A release moves on by one transition at a time, never back to an earlier one; and what happened stays written.
            migrationBuilder.Sql("""
                CREATE FUNCTION releases_move_on() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF (NEW.state <> OLD.state OR NEW.transition_number IS DISTINCT FROM OLD.transition_number)
                        AND NEW.transition_number IS DISTINCT FROM coalesce(OLD.transition_number, 0) + 1 THEN
                        RAISE EXCEPTION 'release % may not go from transition % to %', OLD.id, OLD.transition_number, NEW.transition_number USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER releases_move_on BEFORE UPDATE ON releases FOR EACH ROW EXECUTE FUNCTION releases_move_on();
                CREATE FUNCTION release_transitions_stay() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'the history of release % is written once', OLD.release_id USING ERRCODE = 'check_violation';
                END $$;
                CREATE TRIGGER release_transitions_stay BEFORE UPDATE OR DELETE ON release_transitions FOR EACH ROW EXECUTE FUNCTION release_transitions_stay();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("ALTER TABLE releases DROP CONSTRAINT fk_releases_transition");
            migrationBuilder.Sql("DROP TRIGGER releases_move_on ON releases; DROP FUNCTION releases_move_on(); DROP TRIGGER release_transitions_stay ON release_transitions; DROP FUNCTION release_transitions_stay();");

            migrationBuilder.DropTable(
                name: "arm_shares");

            migrationBuilder.DropTable(
                name: "experiment_points");

            migrationBuilder.DropTable(
                name: "release_components");

            migrationBuilder.DropTable(
                name: "release_evidence");

            migrationBuilder.DropTable(
                name: "release_policies");

            migrationBuilder.DropTable(
                name: "release_transitions");

            migrationBuilder.DropTable(
                name: "release_watches");

            migrationBuilder.DropTable(
                name: "routing_versions");

            migrationBuilder.DropTable(
                name: "experiment_arms");

            migrationBuilder.DropTable(
                name: "component_versions");

            migrationBuilder.DropTable(
                name: "experiments");

            migrationBuilder.DropTable(
                name: "releases");

            migrationBuilder.DropColumn(
                name: "cost_squares",
                table: "rollups");
        }
    }
}
