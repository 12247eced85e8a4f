// What is decided without asking Google: errors, pauses, positions, signatures.
#include "platform/google/assertion.hpp"
#include "platform/google/drive.hpp"
#include "platform/google/failures.hpp"
#include "platform/google/pace.hpp"
#include "platform/google/upload_rules.hpp"
#include "platform/google/wire.hpp"

#include "platform/google/tests/rfc7515_key.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gavel::google {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

std::string body(const std::string& reason, const std::string& message = "text") {
    return fmt::format(R"({{"error":{{"code":403,"message":"{1}","errors":[{{"domain":"usageLimits","reason":"{0}","message":"{1}"}}]}}}})",
                       reason, message);
}

TEST(google_failures, the_reason_decides_before_the_status) {
    struct row {
        int status;
        std::string body;
        remedy helps;
    };
    const row rows[] = {
        {200, "", remedy::nothing},
        {204, "", remedy::nothing},
        {400, body("badRequest"), remedy::defect},
        {400, body("invalidSharingRequest"), remedy::defect},
        {401, body("authError"), remedy::renew},
        {403, body("rateLimitExceeded"), remedy::wait},
        {403, body("userRateLimitExceeded"), remedy::wait},
        {429, "", remedy::wait},
        {403, body("storageQuotaExceeded"), remedy::room},
        {403, body("quotaExceeded"), remedy::room},
        {403, body("dailyLimitExceeded"), remedy::next_day},
        {403, body("uploadLimitExceeded"), remedy::next_day},
        {403, body("insufficientPermissions"), remedy::settings},
        {403, body("insufficientFilePermissions"), remedy::settings},
        {403, body("appNotAuthorizedToFile"), remedy::settings},
        {403, body("accessNotConfigured"), remedy::settings},
        {403, R"({"error":{"code":403,"status":"PERMISSION_DENIED","details":[{"reason":"SERVICE_DISABLED"}]}})", remedy::settings},
        {403, body("domainPolicy"), remedy::settings},
        {403, body("somethingNew"), remedy::settings},
        {403, body("numChildrenInNonRootLimitExceeded"), remedy::cleaning},
        {403, body("teamDriveFileLimitExceeded"), remedy::cleaning},
        {403, body("activeItemCreationLimitExceeded"), remedy::cleaning},
        {404, body("notFound"), remedy::gone},
        {410, "", remedy::gone},
        {409, body("fileIdInUse"), remedy::taken},
        {412, "", remedy::reread},
        {416, body("requestedRangeNotSatisfiable"), remedy::reread},
        {500, body("backendError"), remedy::wait},
        {503, "<html>", remedy::wait},
        {500, body("insufficientPermissions"), remedy::wait},
    };
    for (const auto& each : rows) EXPECT_EQ(judge(each.status, each.body).helps, each.helps) << each.status << each.body;
}

TEST(google_failures, the_operator_hears_what_to_do) {
    const auto of = [](const std::string& reason) { return advice(judge(403, body(reason))); };
    EXPECT_THAT(of("accessNotConfigured"), HasSubstr("enable it"));
    EXPECT_THAT(of("domainPolicy"), HasSubstr("administrator"));
    EXPECT_THAT(of("storageQuotaExceeded"), HasSubstr("full"));
    EXPECT_THAT(advice(judge(403, body("storageQuotaExceeded", "Service Accounts do not have storage quota. Leverage shared drives"))),
                HasSubstr("shared drive"));
    EXPECT_THAT(advice(judge(404, body("notFound"))), HasSubstr("backup.google_folder_id"));
    EXPECT_THAT(advice(judge_sign_in(400, R"({"error":"invalid_grant"})")), HasSubstr("7 days"));
    EXPECT_THAT(advice(judge_sign_in(401, R"({"error":"unauthorized_client"})")), HasSubstr("delegation"));
    EXPECT_EQ(judge_sign_in(503, "").helps, remedy::wait);
    EXPECT_THAT(advice(judge(403, body("<script>"))), testing::Not(HasSubstr("script"))) << "only words are repeated";
}

TEST(google_pace, doubles_to_64_and_keeps_between_half_and_all) {
    EXPECT_EQ(back_off(1, 0, 1000ms), 500ms);
    EXPECT_EQ(back_off(3, 0.5, 1000ms), 3000ms);
    EXPECT_EQ(back_off(7, 0, 1000ms), 32'000ms);
    EXPECT_EQ(back_off(99, 0, 1000ms), 32'000ms);
    EXPECT_GE(attempts_max, 8);
    EXPECT_EQ(read_retry_after("7"), 7s);
    EXPECT_EQ(read_retry_after("999999"), 3600s);
    for (const auto* bad : {"", "-1", "x", "1.5", "Wed, 21 Oct 2026 07:28:00 GMT"}) EXPECT_EQ(read_retry_after(bad), std::nullopt) << bad;
}

TEST(google_upload_rules, ranges_both_ways) {
    EXPECT_EQ(content_range(0, 8'388'608, std::nullopt), "bytes 0-8388607/*");
    EXPECT_EQ(content_range(16'777'216, 222'785, 17'000'001), "bytes 16777216-17000000/17000001");
    EXPECT_EQ(content_range(5, 0, 1'000'000), "bytes */1000000");
    EXPECT_EQ(content_range(5, 0, std::nullopt), "bytes */*");
    EXPECT_EQ(stored_bytes(std::nullopt), 0);
    EXPECT_EQ(stored_bytes("bytes=0-786431"), 786'432);
    for (const auto* bad : {"", "bytes=1-5", "bytes=0-", "bytes=0-x", "bytes=0-5,7-9", "0-5", "bytes=0-18446744073709551615"})
        EXPECT_EQ(stored_bytes(bad), std::nullopt) << bad;
    EXPECT_EQ(sendable(upload_unit * 3 + 1, false), upload_unit * 3);
    EXPECT_EQ(sendable(upload_unit - 1, false), 0);
    EXPECT_EQ(sendable(upload_unit + 1, true), upload_unit + 1);
}

TEST(google_upload_rules, a_session_stays_on_the_machine_that_was_asked) {
    const std::string base = "https://www.googleapis.com";
    EXPECT_TRUE(same_origin(base + "/upload/drive/v3/files?upload_id=x", base));
    for (const auto* other : {"https://www.googleapis.com.example.org/", "https://www.googleapis.com@example.org/",
                              "http://www.googleapis.com/", "https://www.googleapis.com:444/", "/upload", ""})
        EXPECT_FALSE(same_origin(other, base)) << other;
}

TEST(google_wire, queries_and_searches_are_escaped) {
    EXPECT_EQ(encoded({{"q", "name = 'a b'"}, {"x", "ä&"}}), "q=name%20%3D%20%27a%20b%27&x=%C3%A4%26");
    EXPECT_EQ(search_name(R"(o'n\e)"), R"(name = 'o\'n\\e')");
    EXPECT_EQ(search_label("file"), "appProperties has { key='gavel' and value='file' }");
}

TEST(google_drive, a_file_is_read_as_google_writes_it) {
    const auto f = read_file(object_of(
        R"({"id":"1","name":"a","size":"12","createdTime":"2026-11-30T04:05:06.789Z","appProperties":{"gavel":"file"},"trashed":true})"));
    EXPECT_EQ(f.bytes, 12);
    EXPECT_EQ(f.label, "file");
    EXPECT_TRUE(f.trashed);
    EXPECT_EQ(f.sha256, "");
    EXPECT_EQ(f.created.time_since_epoch() / 1ms, 1'796'011'506'789);
}

TEST(google_assertion, the_unsigned_part_is_the_known_one) {
    service_account who;
    who.email = "backup@proj.iam.gserviceaccount.com";
    who.key_id = "abc123";
    who.token_url = "https://oauth2.googleapis.com/token";
    EXPECT_EQ(
        unsigned_assertion(who, "https://www.googleapis.com/auth/drive.file", "", 1'767'323'045),
        "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImFiYzEyMyJ9.eyJpc3MiOiJiYWNrdXBAcHJvai5pYW0uZ3NlcnZpY2VhY2NvdW50LmNvbSIsInNjb3BlIjo"
        "iaHR0cHM6Ly93d3cuZ29vZ2xlYXBpcy5jb20vYXV0aC9kcml2ZS5maWxlIiwiYXVkIjoiaHR0cHM6Ly9vYXV0aDIuZ29vZ2xlYXBpcy5jb20vdG9rZW4iLCJpYXQiOjE3"
        "NjczMjMwNDUsImV4cCI6MTc2NzMyNjY0NX0");
}

// RFC 7515, A.2.
TEST(google_assertion, signs_as_the_example_of_the_rfc) {
    EXPECT_EQ(rs256(rfc7515_private_key(),
                    "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19"
                    "yb290Ijp0cnVlfQ"),
              "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_"
              "O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAy"
              "nRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-"
              "eOkHWEsqtFZESc6BfI7noOPqvhJ1phC"
              "nvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw");
}

TEST(google_assertion, refuses_what_is_no_key_file) {
    EXPECT_THROW(read_service_account("{}"), std::invalid_argument);
    EXPECT_THROW(read_service_account("nothing"), std::invalid_argument);
    EXPECT_THROW(rs256("no key", "text"), std::invalid_argument);
}

}  // namespace
}  // namespace gavel::google
