// Google Drive as a place that keeps backups, against the simulated Google: every interruption ends in a whole file, or in a failure that
// says what helps, and never in a visible half.
#include "base/random.hpp"
#include "modules/backup/google_target.hpp"
#include "platform/google/device.hpp"
#include "platform/google/tests/rfc7515_key.hpp"
#include "sim/google/server.hpp"
#include "tests/support/run.hpp"

#include <fmt/format.h>
#ifdef __SANITIZE_ADDRESS__
extern "C" std::size_t __sanitizer_get_current_allocated_bytes();  // GCC has it without its header
#endif

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json/serialize.hpp>

#include <filesystem>
#include <fstream>

namespace gavel::backup {
namespace {

namespace asio = boost::asio;
namespace google = sim::google;
using namespace std::chrono_literals;
using reason = target_failure::reason;
using testing::HasSubstr;

constexpr auto patience = 60s;

// Not compressible, not repeating: a byte in the wrong place is noticed.
std::string noise(std::size_t bytes) {
    static std::string made;
    static std::uint32_t seed = 1;
    while (made.size() < bytes) {
        seed = seed * 1'664'525 + 1'013'904'223;
        for (int shift = 0; shift < 32; shift += 8) made += static_cast<char>((seed >> shift) & 0xff);
    }
    return made.substr(0, bytes);
}

class drive : public testing::Test {
protected:
    drive() {
        std::filesystem::create_directories(folder);
        chosen.client_id = google::client_id;
        chosen.client_secret = google::client_secret;
        chosen.api_url = chosen.oauth_url = fmt::format("http://127.0.0.1:{}", sim.port());
        chosen.refresh_token_file = write("token", google::first_refresh_token);
    }
    ~drive() override {
        life.request_stop();
        while (io.run_one_for(50ms) > 0) {}
        std::filesystem::remove_all(folder);
    }

    std::string write(const std::string& name, std::string_view text) const {
        const auto path = folder / name;
        std::ofstream(path) << text;
        return path;
    }
    void use_service_account(const std::string& drive_id, const std::string& subject = "") {
        boost::json::object o;
        o["type"] = "service_account";
        o["client_email"] = google::robot_email;
        o["private_key_id"] = google::robot_key_id;
        o["private_key"] = gavel::google::rfc7515_private_key();
        o["token_uri"] = chosen.oauth_url + "/token";
        chosen.service_account_file = write("key.json", boost::json::serialize(o));
        chosen.drive_id = drive_id;
        chosen.subject = subject;
    }
    google_target& target() {
        if (!target_) target_.emplace(io, chosen, 1ms);
        return *target_;
    }
    void anew() { target_.reset(); }  // as after a restart of the program
    google::state& inside() { return sim.inside(); }
    void break_call(google::fault f) { inside().faults.push_back(std::move(f)); }

    template <class T>
    T run(awaitable<T> work) {
        return test::run_on(io, std::move(work), patience);
    }
    awaitable<stored_file> write_all(std::string name, const std::string& content) {
        const auto until = runtime::within(patience);
        auto file = co_await target().create(name, until);
        std::size_t from = 0;
        for (; content.size() - from > chunk_bytes; from += chunk_bytes) {
            auto chunk = std::make_shared<const std::string>(content.substr(from, chunk_bytes));
            co_await file->append(std::move(chunk), until);
        }
        auto rest = std::make_shared<const std::string>(content.substr(from));
        co_return co_await file->finish(std::move(rest), until);
    }
    stored_file keep(const std::string& name, const std::string& content) { return run(write_all(name, content)); }
    reason failing(const std::string& name, const std::string& content, std::string_view says = "") {
        try {
            keep(name, content);
        } catch (const target_failure& e) {
            EXPECT_THAT(e.what(), HasSubstr(says));
            EXPECT_THAT(e.what(), testing::Not(HasSubstr("upload_id")));
            return e.why;
        }
        ADD_FAILURE() << "it was kept";
        return reason::unreachable;
    }
    std::optional<std::string> content(const std::string& name) {
        return run(target().read(name, 0, 64 * 1024 * 1024, runtime::within(patience)));
    }
    std::vector<stored_file> listed(const std::string& prefix = "") { return run(target().list(prefix, runtime::within(patience))); }

    void expect_kept(const std::string& name, const std::string& what) {
        const auto back = content(name);
        ASSERT_TRUE(back);
        EXPECT_TRUE(*back == what) << "other bytes, or " << back->size() << " instead of " << what.size();
        const auto all = listed();
        ASSERT_EQ(all.size(), 1);
        EXPECT_EQ(all.front().name, name);
        EXPECT_EQ(all.front().bytes, what.size());
        EXPECT_EQ(all.front().sha256, hex(sha256(what)));
    }

    const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("gavel-google-" + random_uuid());
    asio::io_context io{1};
    runtime::life life;
    google::simulator sim{io, life, 0};
    google_options chosen;
    std::optional<google_target> target_;
};

TEST_F(drive, keeps_files_of_every_size) {
    for (const std::size_t bytes : {std::size_t{0}, std::size_t{1}, std::size_t{5} << 20, (std::size_t{5} << 20) + 1, chunk_bytes,
                                    chunk_bytes + 1, 2 * chunk_bytes, 2 * chunk_bytes + 777}) {
        const auto what = noise(bytes);
        keep("a/b", what);
        expect_kept("a/b", what);
    }
}

TEST_F(drive, reads_parts_and_knows_the_end) {
    keep("a", "0123456789");
    const auto part = [&](std::uint64_t from, std::size_t count) {
        return run(target().read("a", from, count, runtime::within(patience)));
    };
    EXPECT_EQ(part(3, 4), "3456");
    EXPECT_EQ(part(8, 4), "89");
    EXPECT_EQ(part(10, 4), "");
    EXPECT_EQ(run(target().read("b", 0, 1, runtime::within(patience))), std::nullopt);
}

TEST_F(drive, self_test_is_silent_when_all_is_well) {
    EXPECT_THAT(run(target().self_test(runtime::within(patience))), testing::IsEmpty());
    EXPECT_THAT(listed(), testing::IsEmpty());
}

// Three chunks and a rest: each request of the upload is disturbed once in each way.
struct disturbance {
    const char* name;
    google::fault fault;
};
class interrupted : public drive, public testing::WithParamInterface<std::tuple<int, disturbance>> {};

TEST_P(interrupted, ends_in_the_whole_file) {
    const auto& [skip, one] = GetParam();
    auto f = one.fault;
    f.skip = skip;
    break_call(std::move(f));
    const auto what = noise(3 * chunk_bytes + 12'345);
    keep("part", what);
    expect_kept("part", what);
}

std::vector<disturbance> disturbances() {
    const auto of = [](const char* what, std::int64_t bytes = 0, int code = 500, const char* why = "") {
        google::fault f;
        f.call = "chunk";
        f.what = what;
        f.bytes = bytes;
        f.code = code;
        f.reason = why;
        return f;
    };
    auto thrice = of("error", 0, 403, "userRateLimitExceeded"), told = of("error", 0, 429, "rateLimitExceeded");
    thrice.times = 3;
    told.retry_after = 0;
    return {{"before", of("cut_before")},
            {"after", of("cut_after")},
            {"middle", of("cut_mid", 3 * 262'144)},
            {"odd_middle", of("cut_mid", 777)},
            {"partial", of("partial", 262'144)},
            {"odd_partial", of("partial", 300'001)},
            {"nothing", of("partial", 0)},
            {"moved", of("moved")},
            {"unauthorized", of("unauthorized")},
            {"internal", of("error", 0, 500)},
            {"bad_gateway", of("error", 0, 502)},
            {"busy", of("error", 0, 503, "backendError")},
            {"rate", thrice},
            {"too_many", told}};
}
INSTANTIATE_TEST_SUITE_P(everywhere, interrupted, testing::Combine(testing::Range(0, 4), testing::ValuesIn(disturbances())),
                         [](const auto& row) { return fmt::format("{}_at_{}", std::get<1>(row.param).name, std::get<0>(row.param)); });

TEST_F(drive, asking_for_the_position_may_fail_too) {
    google::fault lost, busy;
    lost.call = "chunk";
    lost.what = "cut_mid";
    lost.bytes = 1'000'000;
    lost.skip = 1;
    busy.call = "position";
    busy.what = "error";
    busy.code = 503;
    busy.times = 3;
    break_call(lost);
    break_call(busy);
    const auto what = noise(2 * chunk_bytes + 5);
    keep("part", what);
    expect_kept("part", what);
}

TEST_F(drive, a_session_that_is_lost_early_is_begun_anew_and_later_needs_the_caller) {
    google::fault gone;
    gone.call = "chunk";
    gone.what = "gone";
    gone.code = 404;
    break_call(gone);
    const auto what = noise(2 * chunk_bytes + 5);
    keep("early", what);
    expect_kept("early", what);
    gone.skip = 1;
    gone.code = 410;
    break_call(gone);
    EXPECT_EQ(failing("late", what), reason::begin_again);
    ASSERT_EQ(listed().size(), 1) << "nothing of the lost one is to be seen";
    keep("late", what);
    EXPECT_EQ(listed().size(), 2);
    EXPECT_TRUE(content("late") == what);
}

TEST_F(drive, a_full_storage_stops_at_once_and_shows_no_half) {
    inside().limit.storage_bytes = chunk_bytes + 1000;
    EXPECT_EQ(failing("part", noise(2 * chunk_bytes), "full"), reason::full);
    EXPECT_THAT(listed(), testing::IsEmpty());
    EXPECT_LE(inside().calls["chunk"], 2);
    EXPECT_EQ(run(target().room(runtime::within(patience))), chunk_bytes + 1000);
    inside().limit.storage_bytes.reset();
    EXPECT_EQ(run(target().room(runtime::within(patience))), std::nullopt);
    keep("part", "x");
    expect_kept("part", "x");
}

TEST_F(drive, the_limit_of_a_day_waits_for_another) {
    inside().limit.day_bytes = 100;
    EXPECT_EQ(failing("part", noise(1000), "tomorrow"), reason::unreachable);
}

TEST_F(drive, what_never_passes_ends) {
    google::fault busy;
    busy.call = "chunk";
    busy.what = "error";
    busy.code = 503;
    busy.times = 1000;
    break_call(busy);
    EXPECT_EQ(failing("part", noise(chunk_bytes + 1)), reason::unreachable);
    EXPECT_LE(inside().calls["chunk"], 12);
}

TEST_F(drive, small_files_are_not_doubled_by_a_lost_answer) {
    google::fault lost;
    lost.call = "small";
    lost.what = "cut_after";
    break_call(lost);
    keep("manifest", "sealed");
    expect_kept("manifest", "sealed");
    EXPECT_EQ(inside().files.size(), 2) << "it and the folder";
}

TEST_F(drive, checksums_that_come_late_are_waited_for) {
    inside().limit.checksum_delay = 3;
    const auto what = noise(chunk_bytes + 9);
    const auto kept = keep("part", what);
    EXPECT_EQ(kept.sha256, hex(sha256(what)));
    EXPECT_GE(inside().calls["read"], 3);
}

TEST_F(drive, other_bytes_than_were_sent_are_removed) {
    for (const auto* call : {"small", "chunk"}) {
        google::fault wrong;
        wrong.call = call;
        wrong.what = "corrupt";
        break_call(wrong);
        EXPECT_EQ(failing("part", noise(*call == 's' ? 10 : chunk_bytes + 5), "something else"), reason::damaged);
        EXPECT_THAT(listed(), testing::IsEmpty());
    }
    keep("part", "x");
    expect_kept("part", "x");
}

TEST_F(drive, the_newest_of_a_name_wins_and_the_others_leave) {
    keep("a", "old");
    auto twin = inside().files.back();
    twin.id = "twin";
    twin.created -= 1h;
    inside().files.push_back(twin);
    EXPECT_EQ(listed().size(), 1);
    EXPECT_EQ(content("a"), "old");
    keep("a", "new");
    EXPECT_EQ(content("a"), "new");
    EXPECT_TRUE(inside().find("twin")->trashed);
    run(target().remove("a", runtime::within(patience)));
    EXPECT_EQ(content("a"), std::nullopt);
    run(target().remove("a", runtime::within(patience)));
}

TEST_F(drive, removes_for_good_when_told_to) {
    chosen.delete_for_good = true;
    keep("a", "x");
    run(target().remove("a", runtime::within(patience)));
    EXPECT_EQ(inside().files.size(), 1) << "the folder";
}

TEST_F(drive, what_a_killed_program_left_is_not_listed_and_goes_after_a_day) {
    keep("a", "x");
    auto left = inside().files.back();
    left.id = "left";
    left.name = "b";
    left.properties["gavel"] = "incoming";
    inside().files.push_back(left);
    anew();
    EXPECT_EQ(listed().size(), 1);
    keep("c", "y");
    EXPECT_FALSE(inside().find("left")->trashed) << "another program may be about to compare it";
    inside().find("left")->created -= 25h;
    anew();
    keep("c", "z");
    EXPECT_TRUE(inside().find("left")->trashed);
}

TEST_F(drive, the_folder_is_found_again) {
    keep("a", "x");
    anew();
    keep("b", "y");
    EXPECT_EQ(inside().calls["create"], 1);
    EXPECT_EQ(listed().size(), 2);
}

TEST_F(drive, lists_over_short_and_empty_pages) {
    for (int i = 0; i < 7; ++i) keep(fmt::format("p/{}", i), "x");
    keep("q", "x");
    inside().limit.page_size = 3;
    inside().limit.empty_pages = true;
    EXPECT_EQ(listed("p/").size(), 7);
    EXPECT_EQ(listed().size(), 8);
}

TEST_F(drive, tokens_are_renewed_before_their_end_and_once_when_refused) {
    keep("a", "x");
    EXPECT_EQ(inside().calls["token"], 1);
    keep("b", "x");
    EXPECT_EQ(inside().calls["token"], 1) << "kept";
    inside().tokens.clear();
    keep("c", "x");
    EXPECT_EQ(inside().calls["token"], 2);
    google::fault busy;
    busy.call = "token";
    busy.what = "error";
    busy.code = 503;
    busy.times = 2;
    inside().tokens.clear();
    break_call(busy);
    keep("d", "x");
    inside().tokens.clear();
    inside().refresh_tokens.clear();
    EXPECT_EQ(failing("e", "x", "7 days"), reason::not_allowed);
}

TEST_F(drive, a_service_account_needs_a_shared_drive_or_somebody_to_act_for) {
    use_service_account("");
    EXPECT_THROW(target(), std::invalid_argument);
    use_service_account("", std::string(google::delegate));
    keep("a", "delegated");
    EXPECT_EQ(content("a"), "delegated");
    anew();
    use_service_account("", "stranger@example.com");
    EXPECT_EQ(failing("b", "x", "Domain-wide delegation"), reason::not_allowed);
    anew();
    use_service_account(std::string(google::shared_drive));
    const auto what = noise(chunk_bytes * 2);
    keep("c", what);
    EXPECT_TRUE(content("c") == what);
    EXPECT_EQ(listed().size(), 1) << "files of the other place are not there";
    EXPECT_EQ(run(target().room(runtime::within(patience))), std::nullopt);
    inside().limit.drive_manager = false;
    run(target().remove("c", runtime::within(patience)));
    EXPECT_THAT(listed(), testing::IsEmpty()) << "the trash is open to content managers";
}

TEST_F(drive, a_folder_made_by_hand_is_not_visible_with_the_narrow_scope) {
    google::stored made;
    made.id = "byhand";
    made.mime = "application/vnd.google-apps.folder";
    made.owner_client = "somebody";
    inside().files.push_back(made);
    chosen.folder_id = "byhand";
    const auto faults = run(target().self_test(runtime::within(patience)));
    ASSERT_EQ(faults.size(), 1);
    EXPECT_THAT(faults.front(), HasSubstr("drive.file"));
    anew();
    inside().refresh_tokens[std::string(google::first_refresh_token)] = gavel::google::drive_scope;
    inside().tokens.clear();
    EXPECT_THAT(run(target().self_test(runtime::within(patience))), testing::IsEmpty());
}

TEST_F(drive, self_test_says_what_to_do) {
    const std::pair<const char*, const char*> rows[] = {{"accessNotConfigured", "enable it"},
                                                        {"insufficientPermissions", "backup auth google"},
                                                        {"domainPolicy", "administrator"},
                                                        {"numChildrenInNonRootLimitExceeded", "Remove old backups"}};
    for (const auto& [why, says] : rows) {
        google::fault f;
        f.call = "small";
        f.what = "error";
        f.code = 403;
        f.reason = why;
        break_call(f);
        const auto faults = run(target().self_test(runtime::within(patience)));
        ASSERT_EQ(faults.size(), 1);
        EXPECT_THAT(faults.front(), HasSubstr(says));
    }
    google::fault wrong;
    wrong.call = "download";
    wrong.what = "wrong_bytes";
    break_call(wrong);
    EXPECT_THAT(run(target().self_test(runtime::within(patience))), testing::ElementsAre(HasSubstr("not what was written")));
}

TEST_F(drive, a_person_consents_on_another_device) {
    http_client::client web(io, http_client::client_options());
    auto work = [&](bool allow) -> awaitable<std::string> {
        const auto until = runtime::within(patience);
        auto code = co_await gavel::google::ask_for_device_code(web, chosen.oauth_url, chosen.application(), until);
        EXPECT_THAT(code.page, HasSubstr("/device"));
        EXPECT_FALSE(code.user_code.empty());
        inside().devices.back().state = allow ? "allowed" : "denied";
        co_return co_await gavel::google::wait_for_consent(web, chosen.oauth_url, chosen.application(), code, 1ms, until);
    };
    chosen.refresh_token_file = write("fresh", run(work(true)));
    EXPECT_THAT(run(target().self_test(runtime::within(patience))), testing::IsEmpty());
    try {
        run(work(false));
        ADD_FAILURE() << "it was allowed";
    } catch (const gavel::google::failure& e) {
        EXPECT_THAT(e.what(), HasSubstr("Allow"));
    }
}

// The sanitizer keeps what was freed for a while, so the process has more than the program holds.
std::size_t held_bytes() {
#ifdef __SANITIZE_ADDRESS__
    return __sanitizer_get_current_allocated_bytes();
#else
    std::size_t all = 0, resident = 0;
    std::ifstream("/proc/self/statm") >> all >> resident;
    return resident * 4096;
#endif
}

TEST_F(drive, memory_is_bounded_whatever_the_size) {
    inside().limit.keep_content = false;
    const auto chunk = std::make_shared<const std::string>(noise(chunk_bytes));
    std::size_t most = 0;
    auto work = [&]() -> awaitable<stored_file> {
        const auto until = runtime::within(patience);
        auto file = co_await target().create("big", until);
        for (int i = 0; i < 32; ++i) {
            co_await file->append(chunk, until);
            most = std::max(most, held_bytes());
        }
        auto rest = std::make_shared<const std::string>("end");
        co_return co_await file->finish(std::move(rest), until);
    };
    const auto before = held_bytes();
    const auto kept = run(work());
    EXPECT_EQ(kept.bytes, 32 * chunk_bytes + 3);
    // The simulator in this process holds chunks too.
    EXPECT_LE(most - std::min(most, before), 100'000'000);
}

}  // namespace
}  // namespace gavel::backup
