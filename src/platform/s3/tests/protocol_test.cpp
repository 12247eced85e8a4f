// Addresses, XML, retries and advice: what needs no store.
#include "platform/s3/answers.hpp"
#include "platform/s3/place.hpp"
#include "platform/s3/retry.hpp"
#include "platform/s3/self_test.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gavel::s3 {
namespace {

using testing::HasSubstr;

TEST(place, path_style) {
    const place at("https://s3.example.org:8443/", "media", true);
    EXPECT_EQ(at.host(), "s3.example.org:8443");
    EXPECT_EQ(at.path("a/b.webp"), "/media/a/b.webp");
    EXPECT_EQ(at.path(), "/media");
    EXPECT_EQ(at.url(at.path("a/b c.webp"), "x=1"), "https://s3.example.org:8443/media/a/b%20c.webp?x=1");
    EXPECT_TRUE(at.secure());
}

TEST(place, virtual_host_style) {
    const place at("http://s3.example.org", "media", false);
    EXPECT_EQ(at.host(), "media.s3.example.org");
    EXPECT_EQ(at.path("a/b.webp"), "/a/b.webp");
    EXPECT_EQ(at.path(), "/");
    EXPECT_EQ(at.origin(), "http://media.s3.example.org");
}

TEST(place, the_port_of_the_scheme_is_not_part_of_the_host) {
    EXPECT_EQ(place("https://s3.example.org:443", "b", true).host(), "s3.example.org");
    EXPECT_EQ(place("http://s3.example.org:80", "b", true).host(), "s3.example.org");
    EXPECT_EQ(place("http://[::1]:9000", "b", true).host(), "[::1]:9000");
}

TEST(place, says_what_an_endpoint_looks_like) {
    for (const auto* wrong : {"", "s3.example.org", "ftp://s3.example.org", "https://", "https://u:p@s3.example.org",
                              "https://s3.example.org/path", "https://s3.example.org?x"}) {
        try {
            place(wrong, "b", true, "s3.public_endpoint");
            ADD_FAILURE() << wrong;
        } catch (const std::invalid_argument& e) {
            EXPECT_THAT(e.what(), testing::StartsWith("s3.public_endpoint: ")) << wrong;
        }
    }
}

TEST(answers, listing) {
    const auto page = read_listing(R"(<?xml version="1.0" encoding="UTF-8"?>
        <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><IsTruncated>true</IsTruncated>
        <Contents><Key>a%2Fb%20c.webp</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>&quot;d41d&quot;</ETag><Size>6442450944</Size></Contents>
        <Contents><Key>z</Key><LastModified>2026-01-02T03:04:05Z</LastModified><ETag>"e"</ETag><Size>0</Size></Contents>
        <NextContinuationToken>1ueG+/=</NextContinuationToken></ListBucketResult>)");
    ASSERT_EQ(page.objects.size(), 2u);
    EXPECT_EQ(page.objects[0].key, "a/b c.webp");
    EXPECT_EQ(page.objects[0].bytes, 6'442'450'944u);
    EXPECT_EQ(page.objects[0].etag, "\"d41d\"");
    EXPECT_EQ(format_instant(page.objects[0].modified), "2026-01-02T03:04:05.000Z");
    EXPECT_EQ(page.next, "1ueG+/=");
    EXPECT_EQ(read_listing("<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>").next, "");
}

TEST(answers, what_is_not_the_protocol_is_named) {
    for (const auto* text : {"", "hello", "<html></html>", "<ListBucketResult", "<Error><Code>X</Code></Error>"}) {
        EXPECT_THROW(read_listing(text), malformed_answer) << text;
        EXPECT_THROW(read_upload_id(text), malformed_answer) << text;
        EXPECT_THROW(read_parts(text), malformed_answer) << text;
        EXPECT_THROW(read_unfinished(text), malformed_answer) << text;
        EXPECT_THROW(require_copied(text), malformed_answer) << text;
    }
    EXPECT_THROW(read_upload_id("<InitiateMultipartUploadResult/>"), malformed_answer);
    EXPECT_THROW(read_listing("<ListBucketResult><Contents><Key>%zz</Key></Contents></ListBucketResult>"), malformed_answer);
}

TEST(answers, faults) {
    const auto said = read_fault("<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code><Message>It &amp; is</Message></Error>");
    ASSERT_TRUE(said);
    EXPECT_EQ(said->code, "NoSuchKey");
    EXPECT_EQ(said->message, "It & is");
    EXPECT_FALSE(read_fault("<CopyObjectResult/>"));
    EXPECT_FALSE(read_fault("GIF89a"));
}

TEST(answers, parts) {
    const auto page = read_parts(
        "<ListPartsResult><IsTruncated>true</IsTruncated><NextPartNumberMarker>2</NextPartNumberMarker>"
        "<Part><PartNumber>1</PartNumber><ETag>\"a\"</ETag><Size>5242880</Size></Part>"
        "<Part><PartNumber>2</PartNumber><ETag>\"b\"</ETag><Size>7</Size></Part></ListPartsResult>");
    ASSERT_EQ(page.parts.size(), 2u);
    EXPECT_EQ(page.parts[1].number, 2);
    EXPECT_EQ(page.parts[0].bytes, 5'242'880u);
    EXPECT_EQ(page.next, 2);
    EXPECT_EQ(completion_xml(page.parts),
              "<CompleteMultipartUpload "
              "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Part><PartNumber>1</PartNumber><ETag>\"a\"</ETag></Part>"
              "<Part><PartNumber>2</PartNumber><ETag>\"b\"</ETag></Part></CompleteMultipartUpload>");
}

TEST(answers, unfinished_uploads) {
    const auto all = read_unfinished(
        "<ListMultipartUploadsResult><Bucket>b</Bucket><EncodingType>url</EncodingType><Upload><Key>a%20b/c</Key><UploadId>2~x</UploadId>"
        "<Initiated>2026-01-02T03:04:05.000Z</Initiated></Upload></ListMultipartUploadsResult>");
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].key, "a b/c");
    EXPECT_EQ(all[0].upload, "2~x");
    EXPECT_EQ(all[0].begun, parse_instant("2026-01-02T03:04:05Z"));
    EXPECT_TRUE(read_unfinished("<ListMultipartUploadsResult/>").empty());
    EXPECT_THROW(read_unfinished("<ListMultipartUploadsResult><Upload/></ListMultipartUploadsResult>"), malformed_answer);
}

TEST(answers, cors_escapes_what_it_is_given) {
    EXPECT_THAT(cors_xml({"https://a<b"}), HasSubstr("<AllowedOrigin>https://a&lt;b</AllowedOrigin>"));
}

TEST(retry, only_what_may_pass) {
    EXPECT_TRUE(is_passing(500, ""));
    EXPECT_TRUE(is_passing(503, "SlowDown"));
    EXPECT_TRUE(is_passing(429, ""));
    EXPECT_TRUE(is_passing(400, "RequestTimeout"));
    EXPECT_TRUE(is_passing(409, "OperationAborted"));
    EXPECT_FALSE(is_passing(501, "NotImplemented"));
    EXPECT_FALSE(is_passing(403, "AccessDenied"));
    EXPECT_FALSE(is_passing(403, "RequestTimeTooSkewed"));
    EXPECT_FALSE(is_passing(404, ""));
    EXPECT_FALSE(is_passing(200, ""));
}

TEST(retry, waits_longer_each_time) {
    using std::chrono::milliseconds;
    EXPECT_EQ(back_off(1, 0), milliseconds(50));
    EXPECT_LT(back_off(1, 0.999), milliseconds(101));
    EXPECT_EQ(back_off(3, 0), milliseconds(200));
    EXPECT_EQ(back_off(30, 0), milliseconds(1500));
}

TEST(advice, names_what_to_mend) {
    options o;
    o.region = "garage";
    o.bucket = "lots";
    const auto says = [&](int status, const char* code) { return advice(refused(status, code, "it answered"), o, "list objects"); };
    EXPECT_THAT(says(403, "InvalidAccessKeyId"), HasSubstr("s3.access_key"));
    EXPECT_THAT(says(403, "SignatureDoesNotMatch"), HasSubstr("s3.secret_key"));
    EXPECT_THAT(says(403, "AccessDenied"), HasSubstr("may not list objects in the bucket lots"));
    EXPECT_THAT(says(403, "RequestTimeTooSkewed"), HasSubstr("NTP"));
    EXPECT_THAT(says(400, "AuthorizationHeaderMalformed"), HasSubstr("s3.region = garage"));
    EXPECT_THAT(says(404, "NoSuchBucket"), HasSubstr("gavel media setup"));
    EXPECT_THAT(says(301, ""), HasSubstr("s3.endpoint"));
    EXPECT_THAT(says(501, "NotImplemented"), HasSubstr("not able to list objects"));
    EXPECT_THAT(says(418, "Teapot"), HasSubstr("it answered"));
    o.prefix = "backup.s3_";
    EXPECT_THAT(says(403, "InvalidAccessKeyId"), HasSubstr("the key backup.s3_access_key"));
    EXPECT_THAT(says(403, "SignatureDoesNotMatch"), HasSubstr("backup.s3_secret_key does not belong to backup.s3_access_key"));
}

}  // namespace
}  // namespace gavel::s3
