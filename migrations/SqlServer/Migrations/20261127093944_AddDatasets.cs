using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageConsole.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class AddDatasets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "consent_withdrawals",
                columns: table => new
                {
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    user_id = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    recorded_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consent_withdrawals", x => new { x.tenant_id, x.user_id });
                    table.ForeignKey(
                        name: "fk_consent_withdrawals_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "datasets",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    workflow_id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    policy = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    created_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    last_number = table.Column<int>(type: "int", nullable: false),
                    row_version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_datasets", x => x.id);
                    table.CheckConstraint("ck_datasets_last_number", "last_number >= 0");
                    table.ForeignKey(
                        name: "fk_datasets_workflows_tenant_id_workflow_id",
                        columns: x => new { x.tenant_id, x.workflow_id },
                        principalTable: "workflows",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "dataset_versions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    dataset_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    identity = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    parent_number = table.Column<int>(type: "int", nullable: true),
                    is_rebuild = table.Column<bool>(type: "bit", nullable: false),
                    policy = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    from_time = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    to_time = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    code_version = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    rows = table.Column<int>(type: "int", nullable: false),
                    report = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    created_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dataset_versions", x => x.id);
                    table.UniqueConstraint("ak_dataset_versions_dataset_id_number", x => new { x.dataset_id, x.number });
                    table.CheckConstraint("ck_dataset_versions_number", "number >= 1 AND rows >= 1");
                    table.CheckConstraint("ck_dataset_versions_parent", "parent_number IS NULL OR parent_number < number");
                    table.CheckConstraint("ck_dataset_versions_range", "from_time < to_time");
                    table.ForeignKey(
                        name: "fk_dataset_versions_dataset_versions_dataset_id_parent_number",
                        columns: x => new { x.dataset_id, x.parent_number },
                        principalTable: "dataset_versions",
                        principalColumns: new[] { "dataset_id", "number" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_dataset_versions_datasets_dataset_id",
                        column: x => x.dataset_id,
                        principalTable: "datasets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "dataset_aliases",
                columns: table => new
                {
                    dataset_id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    number = table.Column<int>(type: "int", nullable: false),
                    moved_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    moved_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    row_version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dataset_aliases", x => new { x.dataset_id, x.name });
                    table.ForeignKey(
                        name: "fk_dataset_aliases_dataset_versions_dataset_id_number",
                        columns: x => new { x.dataset_id, x.number },
                        principalTable: "dataset_versions",
                        principalColumns: new[] { "dataset_id", "number" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_dataset_aliases_datasets_dataset_id",
                        column: x => x.dataset_id,
                        principalTable: "datasets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "dataset_items",
                columns: table => new
                {
                    version_id = table.Column<long>(type: "bigint", nullable: false),
                    place = table.Column<int>(type: "int", nullable: false),
                    key = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    interaction_id = table.Column<long>(type: "bigint", nullable: false),
                    task_key = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    input_hash = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    split = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    pattern = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    weight = table.Column<double>(type: "float", nullable: false),
                    answers = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    correction_label_id = table.Column<long>(type: "bigint", nullable: true),
                    correction_criterion = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    response = table.Column<int>(type: "int", nullable: false),
                    row_hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    salt = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    erased_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dataset_items", x => new { x.version_id, x.place });
                    table.CheckConstraint("ck_dataset_items_place", "place >= 1 AND weight >= 0");
                    table.CheckConstraint("ck_dataset_items_response", "response BETWEEN 0 AND 4 AND ((response = 2 AND correction_label_id IS NOT NULL AND correction_criterion IS NOT NULL) OR (response <> 2 AND correction_label_id IS NULL AND correction_criterion IS NULL))");
                    table.CheckConstraint("ck_dataset_items_salt", "(salt IS NULL AND erased_at IS NOT NULL) OR (salt IS NOT NULL AND erased_at IS NULL)");
                    table.ForeignKey(
                        name: "fk_dataset_items_dataset_versions_version_id",
                        column: x => x.version_id,
                        principalTable: "dataset_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_dataset_items_interactions_interaction_id",
                        column: x => x.interaction_id,
                        principalTable: "interactions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_dataset_items_labels_correction_label_id",
                        column: x => x.correction_label_id,
                        principalTable: "labels",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "dataset_item_labels",
                columns: table => new
                {
                    version_id = table.Column<long>(type: "bigint", nullable: false),
                    place = table.Column<int>(type: "int", nullable: false),
                    label_id = table.Column<long>(type: "bigint", nullable: false),
                    revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dataset_item_labels", x => new { x.version_id, x.place, x.label_id });
                    table.ForeignKey(
                        name: "fk_dataset_item_labels_dataset_items_version_id_place",
                        columns: x => new { x.version_id, x.place },
                        principalTable: "dataset_items",
                        principalColumns: new[] { "version_id", "place" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_dataset_item_labels_labels_label_id",
                        column: x => x.label_id,
                        principalTable: "labels",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_dataset_aliases_dataset_id_number",
                table: "dataset_aliases",
                columns: new[] { "dataset_id", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_dataset_item_labels_label_id",
                table: "dataset_item_labels",
                column: "label_id");

            migrationBuilder.CreateIndex(
                name: "ix_dataset_items_correction_label_id",
                table: "dataset_items",
                column: "correction_label_id");

            migrationBuilder.CreateIndex(
                name: "ix_dataset_items_interaction_id",
                table: "dataset_items",
                column: "interaction_id");

            migrationBuilder.CreateIndex(
                name: "ix_dataset_items_version_id_interaction_id",
                table: "dataset_items",
                columns: new[] { "version_id", "interaction_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_dataset_versions_dataset_id_identity",
                table: "dataset_versions",
                columns: new[] { "dataset_id", "identity" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_dataset_versions_dataset_id_parent_number",
                table: "dataset_versions",
                columns: new[] { "dataset_id", "parent_number" });

            migrationBuilder.CreateIndex(
                name: "ix_datasets_tenant_id_name",
                table: "datasets",
                columns: new[] { "tenant_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_datasets_tenant_id_workflow_id",
                table: "datasets",
                columns: new[] { "tenant_id", "workflow_id" });

            migrationBuilder.CreateIndex(
                name: "ix_datasets_workflow_id",
                table: "datasets",
                column: "workflow_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "consent_withdrawals");

            migrationBuilder.DropTable(
                name: "dataset_aliases");

            migrationBuilder.DropTable(
                name: "dataset_item_labels");

            migrationBuilder.DropTable(
                name: "dataset_items");

            migrationBuilder.DropTable(
                name: "dataset_versions");

            migrationBuilder.DropTable(
                name: "datasets");
        }
    }
}
