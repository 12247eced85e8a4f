#include "platform/s3/options.hpp"

namespace gavel::s3 {

void options::declare(config::table& t) {
    t.text("s3.endpoint", endpoint, "Address of an S3-compatible store, as https://host[:port]. Empty: files are kept in storage.folder.");
    t.text("s3.public_endpoint", public_endpoint,
           "Address of the same store for browsers, which upload straight to it; empty: they use s3.endpoint too");
    t.text("s3.bucket", bucket, "Bucket that holds all files; `gavel media setup` makes it and lets this site upload into it");
    declare_common(t);
}

void options::declare(config::table& t, std::string about_endpoint, std::string about_bucket) {
    t.text(prefix + "endpoint", endpoint, std::move(about_endpoint));
    t.text(prefix + "bucket", bucket, std::move(about_bucket));
    declare_common(t);
}

void options::declare_common(config::table& t) {
    t.text(prefix + "region", region,
           "Region that the store expects in signatures: Garage says garage, Cloudflare R2 auto, most others us-east-1");
    t.text(prefix + "access_key", access_key, "Name of the key to the store");
    t.text(prefix + "secret_key", secret_key, "Secret of the key to the store", config::secrecy::secret);
    t.boolean(prefix + "path_style", path_style,
              "Name the bucket in the path (https://host/bucket/key); false: in the host (https://bucket.host/key)");
    t.text(prefix + "ca_file", ca_file, "File of certificates to trust for the store; empty: those of the system");
    t.integer(prefix + "attempts_max", attempts_max, 1, 10, "Attempts at one request while the store fails or cannot be reached");
    t.integer(prefix + "attempt_ms", attempt_ms, 100, 600'000, "How long one attempt may take");
    t.integer(prefix + "connections_max", connections_max, 1, 1000, "Open connections to the store per io thread");
}

}  // namespace gavel::s3
