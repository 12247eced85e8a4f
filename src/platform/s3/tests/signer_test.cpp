// Against the examples of the AWS documentation and against what aws4, minio and @smithy/signature-v4 make of the same requests.
#include "platform/s3/signer.hpp"

#include "base/random.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gavel::s3 {
namespace {

using namespace std::chrono;

const std::string empty_hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const identity aws{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1"};
const identity garage{aws.access_key, aws.secret_key, "garage"};
constexpr sys_seconds of_aws = sys_days(2013y / May / 24);
constexpr sys_seconds of_ours = sys_days(2026y / January / 2) + 3h + 4min + 5s;

unsigned_request to_aws(std::string method, std::string path) {
    return {std::move(method), "examplebucket.s3.amazonaws.com", std::move(path), {}, {}};
}
unsigned_request to_ours(std::string method, std::string path) { return {std::move(method), "s3.local:3900", std::move(path), {}, {}}; }

std::string signature_in(const std::vector<header>& headers) {
    for (const auto& [name, value] : headers)
        if (name == "authorization") return value.substr(value.find("Signature=") + 10);
    return {};
}
std::string signature_in(const std::string& query) { return query.substr(query.find("X-Amz-Signature=") + 16); }

TEST(signer, get_with_a_range) {
    auto r = to_aws("GET", "/test.txt");
    r.headers = {{"Range", "bytes=0-9"}};
    const auto headers = authorize(r, aws, of_aws, empty_hash);
    EXPECT_EQ(signature_in(headers), "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    EXPECT_THAT(headers.back().second, testing::StartsWith("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/"
                                                           "aws4_request, SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "));
}

TEST(signer, put_with_a_body) {
    auto r = to_aws("PUT", "/test$file.text");
    r.headers = {{"Date", "Fri, 24 May 2013 00:00:00 GMT"}, {"x-amz-storage-class", "REDUCED_REDUNDANCY"}};
    const auto hash = hex(sha256("Welcome to Amazon S3."));
    EXPECT_EQ(signature_in(authorize(r, aws, of_aws, hash)), "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
}

TEST(signer, query_without_a_value) {
    auto r = to_aws("GET", "/");
    r.query = {{"lifecycle", ""}};
    EXPECT_EQ(signature_in(authorize(r, aws, of_aws, empty_hash)), "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
}

TEST(signer, query_in_any_order) {
    auto r = to_aws("GET", "/");
    r.query = {{"prefix", "J"}, {"max-keys", "2"}};
    EXPECT_EQ(signature_in(authorize(r, aws, of_aws, empty_hash)), "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

TEST(signer, presigned_get) {
    const auto query = presigned_query(to_aws("GET", "/test.txt"), aws, of_aws, 86400s);
    EXPECT_EQ(signature_in(query), "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
    EXPECT_THAT(query,
                testing::StartsWith("X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2F"
                                    "s3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"));
}

TEST(signer, presigned_get_of_an_awkward_key) {
    auto r = to_ours("GET", "/auction-media/lots/42/фото 1+a.webp");
    EXPECT_EQ(encoded(r.path, true), "/auction-media/lots/42/%D1%84%D0%BE%D1%82%D0%BE%201%2Ba.webp");
    EXPECT_EQ(signature_in(presigned_query(std::move(r), garage, of_ours, 900s)),
              "ae54d52b444ca2250515ebe947344a84faf2f3b38dcfd25fc29132074a371fa2");
}

TEST(signer, list_with_a_continuation_token) {
    auto r = to_ours("GET", "/auction-media");
    r.query = {{"list-type", "2"}, {"prefix", "lots/42/"}, {"delimiter", "/"}, {"continuation-token", "1ueGcxLPRx1Tr+/XY="}};
    EXPECT_EQ(canonical_query(r), "continuation-token=1ueGcxLPRx1Tr%2B%2FXY%3D&delimiter=%2F&list-type=2&prefix=lots%2F42%2F");
    EXPECT_EQ(signature_in(authorize(r, garage, of_ours, empty_hash)), "a140fc937f6d2e00b0f1ddd2544d47266e435e974b2f30449a3c2962df0de030");
}

TEST(signer, presigned_put_fixes_type_and_length) {
    auto r = to_ours("PUT", "/auction-media/incoming/0b6a4f0e.bin");
    r.headers = {{"Content-Length", "1048576"}, {"Content-Type", "image/webp"}};
    const auto query = presigned_query(r, garage, of_ours, 600s);
    EXPECT_THAT(query, testing::HasSubstr("X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost"));
    EXPECT_EQ(signature_in(query), "efd69a95240c67bfcbfc6ae28d410ef4f8d3c980f4ff8c50131d3207e1e6e7dd");
    r.query = {{"x-amz-content-sha256", "UNSIGNED-PAYLOAD"}};
    EXPECT_EQ(signature_in(presigned_query(r, garage, of_ours, 600s)), "a771b97164b54b9f3a41a87455fe776cebab7ffef508d9277b01c45b38f56fc4");
}

// The policy of a form is signed as it stands, in base64.
TEST(signer, policy_of_the_aws_example) {
    const std::string policy =
        "eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiLA0KICAiY29uZGl0aW9ucyI6IFsNCiAgICB7ImJ1Y2tldCI6ICJzaWd2NGV4YW1wbGVidWNrZX"
        "Qi"
        "fSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidXNlci91c2VyMS8iXSwNCiAgICB7ImFjbCI6ICJwdWJsaWMtcmVhZCJ9LA0KICAgIHsic3VjY2Vzc19hY3Rpb2"
        "5f"
        "cmVkaXJlY3QiOiAiaHR0cDovL3NpZ3Y0ZXhhbXBsZWJ1Y2tldC5zMy5hbWF6b25hd3MuY29tL3N1Y2Nlc3NmdWxfdXBsb2FkLmh0bWwifSwNCiAgICBbInN0YXJ0cy13aX"
        "Ro"
        "IiwgIiRDb250ZW50LVR5cGUiLCAiaW1hZ2UvIl0sDQogICAgeyJ4LWFtei1tZXRhLXV1aWQiOiAiMTQzNjUxMjM2NTEyNzQifSwNCiAgICB7IngtYW16LXNlcnZlci1zaW"
        "Rl"
        "LWVuY3J5cHRpb24iOiAiQUVTMjU2In0sDQogICAgWyJzdGFydHMtd2l0aCIsICIkeC1hbXotbWV0YS10YWciLCAiIl0sDQoNCiAgICB7IngtYW16LWNyZWRlbnRpYWwiOi"
        "Ai"
        "QUtJQUlPU0ZPRE5ON0VYQU1QTEUvMjAxNTEyMjkvdXMtZWFzdC0xL3MzL2F3czRfcmVxdWVzdCJ9LA0KICAgIHsieC1hbXotYWxnb3JpdGhtIjogIkFXUzQtSE1BQy1TSE"
        "Ey"
        "NTYifSwNCiAgICB7IngtYW16LWRhdGUiOiAiMjAxNTEyMjlUMDAwMDAwWiIgfQ0KICBdDQp9";
    EXPECT_EQ(policy.size(), 864u);
    EXPECT_EQ(signature(aws, sys_days(2015y / December / 29), policy), "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e");
}

TEST(signer, policy_with_our_region) {
    const std::string policy =
        "eyJleHBpcmF0aW9uIjoiMjAyNi0wMS0wMlQwMzoxNDowNVoiLCJjb25kaXRpb25zIjpbeyJidWNrZXQiOiJhdWN0aW9uLW1lZGlhIn0sWyJzdGFydHMtd2l0aCIsIiRrZX"
        "ki"
        "LCJpbmNvbWluZy91Ny8iXSxbInN0YXJ0cy13aXRoIiwiJENvbnRlbnQtVHlwZSIsImltYWdlLyJdLFsiY29udGVudC1sZW5ndGgtcmFuZ2UiLDEsMTA0ODU3NjBdLHsieC"
        "1h"
        "bXotYWxnb3JpdGhtIjoiQVdTNC1ITUFDLVNIQTI1NiJ9LHsieC1hbXotY3JlZGVudGlhbCI6IkFLSUFJT1NGT0ROTjdFWEFNUExFLzIwMjYwMTAyL2dhcmFnZS9zMy9hd3"
        "M0"
        "X3JlcXVlc3QifSx7IngtYW16LWRhdGUiOiIyMDI2MDEwMlQwMzA0MDVaIn1dfQ==";
    EXPECT_EQ(signature(garage, of_ours, policy), "bc309665ec6be5de7ce4f82a96ffd0f0087633aa0887dc73803d4663f4f0a28a");
}

TEST(signer, header_values_are_signed_without_superfluous_spaces) {
    auto plain = to_aws("GET", "/");
    auto spaced = plain;
    plain.headers = {{"x-amz-meta-a", "b c"}};
    spaced.headers = {{"X-Amz-Meta-A", "  b   c "}};
    EXPECT_EQ(signature_in(authorize(plain, aws, of_aws, empty_hash)), signature_in(authorize(spaced, aws, of_aws, empty_hash)));
}

TEST(signer, an_address_lives_a_week_at_most) {
    EXPECT_THAT(presigned_query(to_aws("GET", "/a"), aws, of_aws, 1'000'000s), testing::HasSubstr("X-Amz-Expires=604800&"));
    EXPECT_THAT(presigned_query(to_aws("GET", "/a"), aws, of_aws, 0s), testing::HasSubstr("X-Amz-Expires=1&"));
}

}  // namespace
}  // namespace gavel::s3
