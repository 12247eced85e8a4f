// gavel: one binary, several commands. Exit codes: 0 done, 1 failed, 2 wrong use or configuration; migrate has its own
// (docs/operate/migrate.md).
#include "app/commands/commands.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <functional>
#include <string>

int main(int argc, char** argv) {
    CLI::App app{"Gavel: a self-hosted online auction"};
    app.require_subcommand(1);
    app.set_version_flag("--version", GAVEL_VERSION);
    std::string config_file;
    app.add_option("--config", config_file, "File of `key = value` lines; see `gavel config`")->envname("GAVEL_CONFIG");

    std::function<int()> run;
    const auto command = [&](const char* name, const char* help, std::function<int()> action) {
        auto* sub = app.add_subcommand(name, help);
        // A subcommand's callback runs before its parent's, which must not undo it.
        sub->callback([&run, action, sub] {
            if (sub->get_subcommands().empty()) run = action;
        });
        return sub;
    };

    command("serve", "Serve the auction: pages, API, live prices, closing, letters", [&] { return gavel::app::serve(config_file); });
    command("migrate", "Bring the database to this program's schema", [&] { return gavel::app::migrate(config_file); });
    auto* config = command("config", "Print the options, where each value comes from, and whether all are good",
                           [&] { return gavel::app::print_config(config_file); });
    config->add_subcommand("document", "The options as a page of the manual")->callback([&] {
        run = [] { return gavel::app::document_config(); };
    });
    command("routes", "List every route", [] { return gavel::app::print_routes(); });
    auto* jobs = command("jobs", "List the jobs that failed for good", [&] { return gavel::app::print_dead_jobs(config_file); });
    jobs->add_subcommand("retry", "Give every dead job a new series of attempts")->callback([&] {
        run = [&] { return gavel::app::retry_dead_jobs(config_file); };
    });

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        return app.exit(e) == 0 ? 0 : 2;
    }
    try {
        return run();
    } catch (const std::exception& e) {
        fmt::print(stderr, "gavel: {}\n", e.what());
        return 1;
    }
}
