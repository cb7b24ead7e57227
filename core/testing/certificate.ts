/**
 * A certificate of `localhost` and 127.0.0.1 that nobody trusts, with its key, for servers in tests. Made once by
 * `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1`.
 */
export const localhost = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUSFCZcRR+3qh2kqoAPUfikMRVrgwwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNjE5MDQwOFoYDzIxMjYxMTAy
MTkwNDA4WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATdGvALHV6hNmiFnEWwYxCrLDxlsXiAQZnvHHRcvsQjaLoTsgpQY+xQ
miPVrgo4AUzDDmP590Jk8bjpud5e43JAo28wbTAdBgNVHQ4EFgQUBS1edj0shfWj
TsReI1uAaauy5z4wHwYDVR0jBBgwFoAUBS1edj0shfWjTsReI1uAaauy5z4wDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDRwAwRAIgLp3Y2Js1uhsupsjEQLVNynmDzqJ2eXLDqZHk1i/v1ssCIHqe
TDoUAn4Yjr+FXwRjTz0rMc20Mo+owuNoTvOSahML
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgGD8ZbTSY+KjQ9Ee7
kzDh6abIti6QVw0CWAJ2Hx3Ao6KhRANCAATdGvALHV6hNmiFnEWwYxCrLDxlsXiA
QZnvHHRcvsQjaLoTsgpQY+xQmiPVrgo4AUzDDmP590Jk8bjpud5e43JA
-----END PRIVATE KEY-----
`,
}
