#include "platform/config/loader.hpp"
#include "platform/config/print.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

using namespace gavel;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace {

// A table like a module's, and a folder for files.
struct options_of_a_module : testing::Test {
    std::int64_t window_s = 300;
    bool chase = false;
    std::string origin = "http://localhost:8080";
    std::string password;
    std::string format = "json";
    config::table table;
    std::filesystem::path folder;

    options_of_a_module() {
        table.integer("bidding.window_s", window_s, 0, 86400, "Soft close window in seconds.");
        table.boolean("bidding.chase", chase, "Chase the end | twice.");
        table.text("site.origin", origin, "Address of the site.");
        table.text("smtp.password", password, "Password of the mail server.", config::secrecy::secret);
        table.choice("log.format", format, {"json", "text"}, "How lines look.");
        std::string name = (std::filesystem::temp_directory_path() / "gavel-config-XXXXXX").string();
        if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
        folder = name;
    }
    ~options_of_a_module() override { std::filesystem::remove_all(folder); }

    std::string file(const std::string& name, const std::string& content) const {
        std::ofstream(folder / name) << content;
        return (folder / name).string();
    }
    std::vector<std::string> load(const std::string& path, const config::environment& variables = {}) {
        return config::load(table, path, variables);
    }
};

}  // namespace

TEST_F(options_of_a_module, keep_their_defaults_without_sources) {
    EXPECT_THAT(load(""), IsEmpty());
    EXPECT_EQ(window_s, 300);
    EXPECT_EQ(origin, "http://localhost:8080");
}

TEST_F(options_of_a_module, take_the_file_then_the_environment) {
    const auto path =
        file("gavel.conf", "# comment\n\n bidding.window_s = 60 \nbidding.chase=true\nsite.origin = https://a.example/#x=1\r\n");
    EXPECT_THAT(load(path, {{"GAVEL_BIDDING_WINDOW_S", "90"}}), IsEmpty());
    EXPECT_EQ(window_s, 90);
    EXPECT_TRUE(chase);
    EXPECT_EQ(origin, "https://a.example/#x=1");
    EXPECT_THAT(config::print(table), AllOf(HasSubstr("# environment GAVEL_BIDDING_WINDOW_S\nbidding.window_s = 90\n"),
                                            HasSubstr("line 4\nbidding.chase = true\n")));
}

TEST_F(options_of_a_module, read_secrets_from_files_and_never_show_them) {
    const auto path = file("password", "swordfish\n");
    EXPECT_THAT(load("", {{"GAVEL_SMTP_PASSWORD_FILE", path}}), IsEmpty());
    EXPECT_EQ(password, "swordfish");
    EXPECT_THAT(config::print(table), AllOf(Not(HasSubstr("swordfish")), HasSubstr("smtp.password is set")));
}

TEST_F(options_of_a_module, refuse_a_secret_given_twice_or_unreadable_or_malformed) {
    const auto path = file("password", "a\nb\n");
    EXPECT_THAT(load("", {{"GAVEL_SMTP_PASSWORD", "x"}, {"GAVEL_SMTP_PASSWORD_FILE", path}}), ElementsAre(HasSubstr("both set")));
    EXPECT_THAT(load("", {{"GAVEL_SMTP_PASSWORD_FILE", "/nowhere"}}), ElementsAre(HasSubstr("GAVEL_SMTP_PASSWORD_FILE")));
    EXPECT_THAT(load("", {{"GAVEL_SMTP_PASSWORD_FILE", path}}), ElementsAre(AllOf(HasSubstr("smtp.password"), Not(HasSubstr("a\nb")))));
}

TEST_F(options_of_a_module, refuse_bad_values_saying_what_is_accepted) {
    EXPECT_THAT(load("", {{"GAVEL_BIDDING_WINDOW_S", "86401"}}),
                ElementsAre(AllOf(HasSubstr("bidding.window_s"), HasSubstr("'86401'"), HasSubstr("from 0 to 86400"))));
    for (const auto* bad : {"", "1s", " 1", "-1", "99999999999999999999"})
        EXPECT_THAT(load("", {{"GAVEL_BIDDING_WINDOW_S", bad}}), ElementsAre(HasSubstr("whole number"))) << bad;
    EXPECT_THAT(load("", {{"GAVEL_BIDDING_CHASE", "yes"}}), ElementsAre(HasSubstr("true or false")));
    EXPECT_THAT(load("", {{"GAVEL_LOG_FORMAT", "xml"}}), ElementsAre(HasSubstr("one of: json, text")));
    EXPECT_THAT(load("", {{"GAVEL_SITE_ORIGIN", std::string(5000, 'x')}}), ElementsAre(HasSubstr("at most 4096 bytes")));
    EXPECT_THAT(load("", {{"GAVEL_SITE_ORIGIN", "\xff"}}), ElementsAre(HasSubstr("site.origin")));
    EXPECT_EQ(window_s, 300);
}

TEST_F(options_of_a_module, refuse_unknown_names_and_guess_what_was_meant) {
    EXPECT_THAT(load("", {{"GAVEL_BIDDING_WINDOWS", "1"}}),
                ElementsAre(AllOf(HasSubstr("GAVEL_BIDDING_WINDOWS"), HasSubstr("did you mean GAVEL_BIDDING_WINDOW_S?"))));
    EXPECT_THAT(load("", {{"GAVEL_SITE_ORIGIN_FILE", "/x"}}), ElementsAre(HasSubstr("no such setting")));
    const auto path = file("gavel.conf", "bidding.windw_s = 1\nnonsense\nweather = fine\nsite.origin = a\nsite.origin = b\n");
    EXPECT_THAT(load(path),
                ElementsAre(AllOf(HasSubstr("bidding.windw_s"), HasSubstr("line 1"), HasSubstr("did you mean bidding.window_s?")),
                            AllOf(HasSubstr("line 2"), HasSubstr("key = value")), AllOf(HasSubstr("weather"), HasSubstr("gavel config")),
                            AllOf(HasSubstr("site.origin"), HasSubstr("line 4"), HasSubstr("line 5"))));
}

TEST_F(options_of_a_module, refuse_a_file_that_cannot_be_read) {
    EXPECT_THAT(load("/nowhere/gavel.conf"), ElementsAre(HasSubstr("/nowhere/gavel.conf")));
}

TEST_F(options_of_a_module, are_declared_once) {
    EXPECT_THROW(table.boolean("bidding.window.s", chase, "Same environment name."), std::logic_error);
}

TEST_F(options_of_a_module, make_a_page_of_the_manual) {
    EXPECT_EQ(config::markdown(table).substr(0, 11), "## bidding\n");
    EXPECT_THAT(config::markdown(table),
                HasSubstr("| `bidding.window_s` | `300` | a whole number from 0 to 86400 | Soft close window in seconds. |"));
    EXPECT_THAT(config::markdown(table), HasSubstr("Chase the end \\| twice."));
    EXPECT_THAT(config::markdown(table),
                HasSubstr("| `smtp.password` | (empty) | one line of text of at most 4096 bytes | Password of the mail server. Secret. |"));
}

TEST(process_environment, holds_our_variables_but_not_those_of_tests) {
    setenv("GAVEL_SITE_ORIGIN", "x", 1);
    setenv("GAVEL_TEST_PG", "y", 1);
    const auto found = config::process_environment();
    EXPECT_THAT(found, testing::Contains(testing::Pair("GAVEL_SITE_ORIGIN", "x")));
    EXPECT_THAT(found, Not(testing::Contains(testing::Pair("GAVEL_TEST_PG", "y"))));
    unsetenv("GAVEL_SITE_ORIGIN");
}
