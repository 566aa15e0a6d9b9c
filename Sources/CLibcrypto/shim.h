// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/pkcs12err.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

// Arrays of OSSL_PARAM and variadic functions are made here, since Swift can do neither well.

/// States the default user id of SM2 (GM/T 0009); OpenSSL 3 takes an empty one unless told otherwise. After the
/// operation was begun, since OpenSSL 3.0.19 refuses the id among the parameters of beginning.
static inline bool heyima_sm2_set_user_id(EVP_MD_CTX *context) {
    static const char user_id[] = "1234567812345678";
    return EVP_PKEY_CTX_set1_id(EVP_MD_CTX_get_pkey_ctx(context), user_id, sizeof user_id - 1) == 1;
}

/// A key pair of `type` ("EC" or "SM2") on `group`; both halves are given, none is checked. NULL when it cannot be.
static inline EVP_PKEY *heyima_key_pair(
    const char *type, const char *group, const BIGNUM *scalar, const unsigned char *point, size_t point_count
) {
    EVP_PKEY *key = NULL;
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    OSSL_PARAM *parameters = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    if (builder != NULL && context != NULL
        && OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, group, 0) == 1
        && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_PRIV_KEY, scalar) == 1
        && OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point, point_count) == 1
        && (parameters = OSSL_PARAM_BLD_to_param(builder)) != NULL && EVP_PKEY_fromdata_init(context) == 1)
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_KEYPAIR, parameters);
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(builder);
    EVP_PKEY_CTX_free(context);
    return key;
}

/// A public SM2 key that holds the curve's generator: what other keys are copied from.
static inline EVP_PKEY *heyima_sm2_template(void) {
    EVP_PKEY *key = NULL;
    EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_sm2);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "SM2", NULL);
    unsigned char point[65];
    char name[] = "SM2";
    if (group != NULL && context != NULL
        && EC_POINT_point2oct(
               group, EC_GROUP_get0_generator(group), POINT_CONVERSION_UNCOMPRESSED, point, sizeof point, NULL)
            == sizeof point
        && EVP_PKEY_fromdata_init(context) == 1) {
        OSSL_PARAM parameters[] = {
            OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, name, 0),
            OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point),
            OSSL_PARAM_construct_end(),
        };
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters);
    }
    EVP_PKEY_CTX_free(context);
    EC_GROUP_free(group);
    return key;
}

/// Whether a DER signature is the SM2 key's over the message, with SM3 and the default user id.
static inline bool heyima_sm2_verify(
    EVP_PKEY *key, const unsigned char *signature, size_t signature_count, const unsigned char *message,
    size_t message_count
) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool valid = context != NULL && EVP_DigestVerifyInit_ex(context, NULL, "SM3", NULL, NULL, key, NULL) == 1
        && heyima_sm2_set_user_id(context)
        && EVP_DigestVerify(context, signature, signature_count, message, message_count) == 1;
    EVP_MD_CTX_free(context);
    return valid;
}

/// A DER signature by the SM2 key over the message, with SM3 and the default user id. `signature_count` is the room
/// there is and then what was written.
static inline bool heyima_sm2_sign(
    EVP_PKEY *key, unsigned char *signature, size_t *signature_count, const unsigned char *message,
    size_t message_count
) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool done = context != NULL && EVP_DigestSignInit_ex(context, NULL, "SM3", NULL, NULL, key, NULL) == 1
        && heyima_sm2_set_user_id(context)
        && EVP_DigestSign(context, signature, signature_count, message, message_count) == 1;
    EVP_MD_CTX_free(context);
    return done;
}

/// SM3 after the first block of HMAC (RFC 2104): the key, each byte of it XORed with `pad`. NULL when it cannot be.
static inline EVP_MD_CTX *heyima_hmac_sm3(const unsigned char *key, size_t key_count, unsigned char pad) {
    unsigned char block[64] = {0};
    EVP_MD *digest = EVP_MD_fetch(NULL, "SM3", NULL);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool done = digest != NULL && context != NULL
        && (key_count > sizeof block ? EVP_Digest(key, key_count, block, NULL, digest, NULL) == 1
                                     : memcpy(block, key, key_count) != NULL);
    for (size_t index = 0; index < sizeof block; index++) block[index] ^= pad;
    done = done && EVP_DigestInit_ex2(context, digest, NULL) == 1
        && EVP_DigestUpdate(context, block, sizeof block) == 1;
    OPENSSL_cleanse(block, sizeof block);
    EVP_MD_free(digest);
    if (done) return context;
    EVP_MD_CTX_free(context);
    return NULL;
}

/// HMAC-SM3 of a value from the two states that the key makes; writes 32 bytes. `EVP_MAC` would make five copies of a
/// state for it, which take longer than the digest of a short value.
static inline bool heyima_hmac_sm3_digest(
    const EVP_MD_CTX *inner, const EVP_MD_CTX *outer, const unsigned char *value, size_t count, unsigned char *output
) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool done = context != NULL && EVP_MD_CTX_copy_ex(context, inner) == 1
        && EVP_DigestUpdate(context, value, count) == 1 && EVP_DigestFinal_ex(context, output, NULL) == 1
        && EVP_MD_CTX_copy_ex(context, outer) == 1 && EVP_DigestUpdate(context, output, 32) == 1
        && EVP_DigestFinal_ex(context, output, NULL) == 1;
    EVP_MD_CTX_free(context);
    return done;
}

/// Whether an encrypted private key is of PBES2 (RFC 8018 §6.2) with a derivation that ends within seconds: PBKDF2 of at
/// most ten million rounds, or scrypt of p at most 64, whose memory libcrypto bounds.
static inline bool heyima_encryption_is_bounded(const X509_SIG *encrypted) {
    const X509_ALGOR *scheme = NULL;
    const ASN1_OBJECT *name = NULL;
    const void *value = NULL;
    int type = V_ASN1_UNDEF;
    bool bounded = false;
    X509_SIG_get0(encrypted, &scheme, NULL);
    X509_ALGOR_get0(&name, &type, &value, scheme);
    if (OBJ_obj2nid(name) != NID_pbes2 || type != V_ASN1_SEQUENCE) return false;
    PBE2PARAM *parameters = ASN1_item_unpack((const ASN1_STRING *)value, ASN1_ITEM_rptr(PBE2PARAM));
    if (parameters == NULL) return false;
    X509_ALGOR_get0(&name, &type, &value, parameters->keyfunc);
    if (type == V_ASN1_SEQUENCE && OBJ_obj2nid(name) == NID_id_pbkdf2) {
        PBKDF2PARAM *derivation = ASN1_item_unpack((const ASN1_STRING *)value, ASN1_ITEM_rptr(PBKDF2PARAM));
        uint64_t rounds = 0;
        bounded = derivation != NULL && ASN1_INTEGER_get_uint64(&rounds, derivation->iter) == 1 && rounds <= 10000000;
        PBKDF2PARAM_free(derivation);
    } else if (type == V_ASN1_SEQUENCE && OBJ_obj2nid(name) == NID_id_scrypt) {
        SCRYPT_PARAMS *derivation = ASN1_item_unpack((const ASN1_STRING *)value, ASN1_ITEM_rptr(SCRYPT_PARAMS));
        uint64_t parallel = 0;
        bounded = derivation != NULL && ASN1_INTEGER_get_uint64(&parallel, derivation->parallelizationParameter) == 1
            && parallel <= 64;
        SCRYPT_PARAMS_free(derivation);
    }
    PBE2PARAM_free(parameters);
    return bounded;
}

/// Why the last call of `PKCS8_decrypt` failed: true where the passphrase was wrong or the ciphertext damaged, false
/// where the encryption is one that libcrypto does not have.
static inline bool heyima_decryption_was_tried(void) {
    unsigned long error;
    bool tried = false;
    while ((error = ERR_get_error()) != 0)
        if (ERR_GET_LIB(error) == ERR_LIB_PKCS12
            && (ERR_GET_REASON(error) == PKCS12_R_PKCS12_CIPHERFINAL_ERROR
                || ERR_GET_REASON(error) == PKCS12_R_DECODE_ERROR))
            tried = true;
    return tried;
}

/// AES-256-GCM, looked up once: libcrypto would search its providers for each value that is sealed or opened.
static inline const EVP_CIPHER *heyima_gcm(void) {
    static EVP_CIPHER *kept;
    EVP_CIPHER *cipher = __atomic_load_n(&kept, __ATOMIC_ACQUIRE);
    if (cipher != NULL) return cipher;
    EVP_CIPHER *fetched = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
    if (__atomic_compare_exchange_n(&kept, &cipher, fetched, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) return fetched;
    EVP_CIPHER_free(fetched);
    return cipher;
}

/// AES-256-GCM with a 12-byte nonce: writes `plaintext_count` bytes and 16 of tag to `output`.
static inline bool heyima_gcm_seal(
    const unsigned char *key, const unsigned char *nonce, const unsigned char *associated, size_t associated_count,
    const unsigned char *plaintext, size_t plaintext_count, unsigned char *output
) {
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int count = 0;
    bool done = context != NULL && associated_count <= INT_MAX && plaintext_count <= INT_MAX
        && EVP_EncryptInit_ex2(context, heyima_gcm(), key, nonce, NULL) == 1
        && (associated_count == 0 || EVP_EncryptUpdate(context, NULL, &count, associated, (int)associated_count) == 1)
        && (plaintext_count == 0 || EVP_EncryptUpdate(context, output, &count, plaintext, (int)plaintext_count) == 1)
        && EVP_EncryptFinal_ex(context, output + plaintext_count, &count) == 1
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16, output + plaintext_count) == 1;
    EVP_CIPHER_CTX_free(context);
    return done;
}

/// The reverse of `heyima_gcm_seal`: false, and `output` wiped, unless the tag is right.
static inline bool heyima_gcm_open(
    const unsigned char *key, const unsigned char *nonce, const unsigned char *associated, size_t associated_count,
    const unsigned char *ciphertext, size_t ciphertext_count, unsigned char *output
) {
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int count = 0;
    unsigned char tag[16], end[16];
    if (ciphertext_count < sizeof tag || ciphertext_count > INT_MAX) return EVP_CIPHER_CTX_free(context), false;
    size_t plaintext_count = ciphertext_count - sizeof tag;
    memcpy(tag, ciphertext + plaintext_count, sizeof tag);
    bool done = context != NULL && associated_count <= INT_MAX
        && EVP_DecryptInit_ex2(context, heyima_gcm(), key, nonce, NULL) == 1
        && (associated_count == 0 || EVP_DecryptUpdate(context, NULL, &count, associated, (int)associated_count) == 1)
        && (plaintext_count == 0 || EVP_DecryptUpdate(context, output, &count, ciphertext, (int)plaintext_count) == 1)
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, sizeof tag, tag) == 1
        && EVP_DecryptFinal_ex(context, end, &count) == 1;
    if (!done) OPENSSL_cleanse(output, plaintext_count);
    EVP_CIPHER_CTX_free(context);
    return done;
}
