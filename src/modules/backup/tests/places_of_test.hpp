// A place of each kind for one test: a fresh folder, a fresh bucket of the S3 server that GAVEL_TEST_S3_* name, the simulated Google Drive.
#pragma once
#include "base/random.hpp"
#include "modules/backup/folder_target.hpp"
#include "modules/backup/google_target.hpp"
#include "modules/backup/s3_target.hpp"
#include "sim/google/server.hpp"
#include "tests/support/run.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace gavel::backup {

using namespace std::chrono_literals;

enum class place_kind { folder, s3, google };

inline constexpr auto patience = 120s;

inline deadline soon() { return runtime::within(patience); }

inline std::string of_environment(const char* name) {
    const char* value = std::getenv(name);
    if (!value)
        throw std::runtime_error(std::string(name) +
                                 " is not set: tests/harness/rgw.sh FOLDER starts an S3 server and writes FOLDER/ready");
    return value;
}

inline s3::options store_of_test() {
    s3::options o;
    o.prefix = "backup.s3_";
    o.endpoint = of_environment("GAVEL_TEST_S3_ENDPOINT");
    o.access_key = of_environment("GAVEL_TEST_S3_ACCESS_KEY");
    o.secret_key = of_environment("GAVEL_TEST_S3_SECRET_KEY");
    o.bucket = "backup-" + hex(sha256(random_token())).substr(0, 12);
    return o;
}

// Not compressible, not repeating: a byte in the wrong place is noticed.
inline std::string noise_of(std::size_t bytes, std::uint32_t seed = 1) {
    std::string made(bytes, '\0');
    for (auto& c : made) c = static_cast<char>((seed = seed * 1'664'525 + 1'013'904'223) >> 24);
    return made;
}

// Everything that a place needs, driven by one io_context.
class places_fixture {
protected:
    explicit places_fixture(place_kind which) : kind_(which) {
        std::filesystem::create_directories(folder);
        if (kind_ == place_kind::s3) run(s3::client(io, bucket()).make_bucket(soon()));
        if (kind_ == place_kind::google) start_google();
    }
    ~places_fixture() {
        place_.reset();
        life.request_stop();
        while (io.run_one_for(20ms) > 0) {}
        std::filesystem::remove_all(folder);
    }

    target& place() {
        if (!place_) place_ = opened();
        return *place_;
    }
    void anew() { place_.reset(); }  // as after a restart of the program
    const s3::options& bucket() {
        if (bucket_.bucket.empty()) bucket_ = store_of_test();
        return bucket_;
    }

    template <class T>
    T run(awaitable<T> work) {
        return test::run_on(io, std::move(work), patience + 10s);
    }
    // All of it but the rest, which is left in `content`.
    std::unique_ptr<outgoing_file> begun(const std::string& name, std::string& content) {
        auto file = run(place().create(name, soon()));
        while (content.size() > chunk_bytes) {
            run(file->append(std::make_shared<const std::string>(content.substr(0, chunk_bytes)), soon()));
            content.erase(0, chunk_bytes);
        }
        return file;
    }
    stored_file keep(const std::string& name, std::string content) {
        const auto file = begun(name, content);
        return run(file->finish(std::make_shared<const std::string>(std::move(content)), soon()));
    }
    std::optional<std::string> part(const std::string& name, std::uint64_t from, std::size_t count) {
        return run(place().read(name, from, count, soon()));
    }
    // As a restore reads it.
    std::optional<std::string> content_of(const std::string& name) {
        std::string all;
        for (;;) {
            const auto next = part(name, all.size(), chunk_bytes);
            if (!next) return std::nullopt;
            all += *next;
            if (next->size() < chunk_bytes) return all;
        }
    }
    void remove(const std::string& name) { run(place().remove(name, soon())); }
    std::vector<std::string> names(const std::string& prefix = "") {
        std::vector<std::string> all;
        for (const auto& each : run(place().list(prefix, soon()))) all.push_back(each.name);
        return all;
    }
    template <class F>
    void expect_failure(target_failure::reason why, std::string_view says, F what) {
        try {
            what();
            ADD_FAILURE() << "nothing failed; expected: " << says;
        } catch (const target_failure& e) {
            EXPECT_EQ(e.why, why) << e.what();
            EXPECT_THAT(e.what(), testing::HasSubstr(says));
        }
    }

    boost::asio::io_context io{1};
    runtime::life life;
    runtime::worker_pool workers{2, 10};
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("gavel-places-" + random_uuid());
    std::unique_ptr<sim::google::simulator> drive;
    google_options account;

private:
    void start_google() {
        drive = std::make_unique<sim::google::simulator>(io, life, 0);
        account.client_id = sim::google::client_id;
        account.client_secret = sim::google::client_secret;
        account.api_url = account.oauth_url = fmt::format("http://127.0.0.1:{}", drive->port());
        account.refresh_token_file = folder / "token";
        std::ofstream(account.refresh_token_file) << sim::google::first_refresh_token;
    }
    std::unique_ptr<target> opened() {
        if (kind_ == place_kind::folder) return std::make_unique<folder_target>(folder.string(), workers);
        if (kind_ == place_kind::s3) return std::make_unique<s3_target>(io, bucket(), "gavel-backup/", 1ms);
        return std::make_unique<google_target>(io, account, 1ms);
    }

    const place_kind kind_;
    s3::options bucket_ = no_bucket();
    std::unique_ptr<target> place_;

    static s3::options no_bucket() {
        s3::options o;
        o.bucket.clear();
        return o;
    }
};

}  // namespace gavel::backup
