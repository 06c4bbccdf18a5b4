package dev.backstep.contract;

/**
 * Where moto does not do as AWS does. Each alters one check, which then holds moto to what it is
 * known to do, so that a departure that was mended shows.
 */
enum Departure {
  /** The groups of a network interface change without those of its instance. */
  INSTANCE_GROUPS_STAY(
      "ApplyContractTest.apply_whenInstancesAreDescribed_theirGroupsFollowTheInterface"),
  /** A balancer made with subnets is in no zone. */
  NO_ZONES_OF_SUBNETS("ApplyContractTest.apply_whenTheBalancerHasASubnet_itHasItsZone"),
  /** A balancer has no network interfaces. */
  NO_BALANCER_INTERFACES("ApplyContractTest.apply_whenTheBalancerIsThere_itHasNetworkInterfaces"),
  /** A balancer's DNS name is one of us-east-1, without {@code internal-}, and not unique. */
  DNS_NAME_OF_US_EAST_1("ApplyContractTest.apply_whenDone_givesTheNameThatTheBalancerHas"),
  /** A security group may be made in a VPC that is not there. */
  GROUP_IN_ABSENT_VPC(
      "SecurityGroupContractTest.createSecurityGroup_whenTheVpcIsNotThere_isRefused"),
  /** A security group may be deleted while a rule of another names it, and the rule stays. */
  DELETES_GROUP_NAMED_IN_RULE(
      "SecurityGroupContractTest.deleteSecurityGroup_whenARuleOfAnotherNamesIt_isRefused"),
  /** A security group may be deleted while a network interface has it. */
  DELETES_GROUP_ON_INTERFACE(
      "InstanceContractTest.deleteSecurityGroup_whenOnAnInterface_isRefused"),
  /** What an interface shows are its own groups and, whatever it was given, its instance's. */
  SHOWS_INSTANCE_GROUPS(
      "InstanceContractTest.modifyNetworkInterfaceAttribute_whenGivenGroups_hasThoseAndNoOthers"),
  /** A network interface may be given a group that is not there. */
  ABSENT_GROUP_ON_INTERFACE(
      "InstanceContractTest.modifyNetworkInterfaceAttribute_whenAGroupIsNotThere_isRefused"),
  /** Interfaces asked for by several groups are only those with all of them, or no others. */
  SEVERAL_GROUPS_MEAN_ALL(
      "InstanceContractTest.describeNetworkInterfaces_whenAskedByGroups_findsThoseInAny"),
  /** A balancer has no health check before one is configured. */
  NO_USUAL_HEALTH_CHECK(
      "LoadBalancerContractTest.createLoadBalancer_whenNoHealthCheckIsSet_hasTheUsualOne"),
  /** The very request that made a balancer is refused when it is sent again. */
  REFUSES_REPEATED_CREATE(
      "LoadBalancerContractTest.createLoadBalancer_whenRepeatedAsItWas_succeeds"),
  /** A balancer may have any name. */
  ANY_BALANCER_NAME("LoadBalancerContractTest.createLoadBalancer_whenTheNameIsInvalid_isRefused"),
  /** More than ten tags are refused as if the balancer were not there. */
  TOO_MANY_TAGS_IS_NOT_FOUND(
      "LoadBalancerContractTest.createLoadBalancer_whenThereAreElevenTags_isRefused"),
  /** Only the protocol of a health check's target is looked at. */
  ANY_HEALTH_CHECK_TARGET(
      "LoadBalancerContractTest.configureHealthCheck_whenTcpHasAPath_isRefused"),
  /** The attributes of a balancer that is not there are a failure of the service. */
  ABSENT_BALANCER_IS_500(
      "LoadBalancerContractTest.describeLoadBalancerAttributes_whenTheNameIsNotThere_isRefused"),
  /** The answer to a registration lists no instances. */
  REGISTRATION_ANSWERS_NOTHING("RegistrationContractTest.registerInstances_whenAnswered_listsAll"),
  /** An instance that is registered twice is there twice. */
  REGISTERS_TWICE("RegistrationContractTest.registerInstances_whenRegisteredBefore_listsEachOnce"),
  /** An instance that does not exist may be registered. */
  REGISTERS_ABSENT_INSTANCES(
      "RegistrationContractTest.registerInstances_whenTheInstanceIsNotThere_isRefused"),
  /** A certificate may be deleted while a listener uses it. */
  DELETES_CERTIFICATE_IN_USE(
      "CertificateContractTest.deleteCertificate_whenAListenerUsesIt_isRefused"),
  /** The kind of a key is answered as it is asked for, {@code RSA_2048}. */
  KEY_ALGORITHM_AS_REQUESTED(
      "CertificateContractTest.describeCertificate_whenAskedForTheKey_writesItWithADash"),
  /** To delete a record that is not there is refused as if the request were incomplete. */
  ABSENT_RECORD_IS_INVALID_INPUT(
      "DnsContractTest.change_whenTheRecordToDeleteIsNotThere_isRefused"),
  /** The protocol behind a listener is answered as the one in front of it, whatever was given. */
  SAYS_FRONT_PROTOCOL_BEHIND("TlsListenerContractTest.createListeners_whenPlainBehind_saySo"),
  /** A certificate that is not there is refused, and the listener has it all the same. */
  KEEPS_A_REFUSED_CERTIFICATE(
      "TlsListenerContractTest.rotate_whenTheCertificateIsNotThere_isRefused"),
  /** A listener may use a certificate that is still pending. */
  LISTENS_WITH_PENDING_CERTIFICATE(
      "TlsListenerContractTest.createListeners_whenTheCertificateIsPending_isRefused"),
  /** A listener with TLS needs no certificate. */
  LISTENS_WITHOUT_CERTIFICATE(
      "TlsListenerContractTest.createListeners_whenNoCertificateIsGiven_isRefused"),
  /** Listeners need not agree on whether their instance port is secure. */
  MIXES_BACK_END_SECURITY(
      "TlsListenerContractTest.createListeners_whenTheInstancePortIsMixed_isRefused"),
  /** A new listener with TLS has no policy. */
  NO_USUAL_TLS_POLICY("TlsListenerContractTest.createListeners_whenWithTls_haveTheUsualPolicy"),
  /** The certificate of a port without a listener may be changed. */
  ROTATES_ABSENT_LISTENERS("TlsListenerContractTest.rotate_whenNothingListens_isRefused"),
  /** The fingerprint of an Ed25519 key is not that of OpenSSH. */
  OTHER_ED25519_FINGERPRINT(
      "KeyPairContractTest.importKeyPair_whenEd25519_saysTheSha256OfItsOpenSshForm"),
  /** What is no public key is refused with another code. */
  OTHER_CODE_FOR_NO_KEY("KeyPairContractTest.importKeyPair_whenItIsNoKey_isRefused"),
  /** A client token launches one more instance each time. */
  RUNS_TOKEN_TWICE("ImageContractTest.runInstances_whenSentAgainWithItsToken_isTheSame"),
  /** An image is never pending. */
  IMAGES_AT_ONCE("ImageContractTest.createImage_whenAnswered_isPendingFirst"),
  /** Tags for the snapshots of a new image are a failure of the service. */
  NO_SNAPSHOT_TAGS_AT_CREATION("ImageContractTest.createImage_whenTheSnapshotsAreTagged_theyAre"),
  /** The image of an instance with an encrypted volume is not encrypted. */
  PLAIN_IMAGES_OF_ENCRYPTED_VOLUMES(
      "ImageContractTest.createImage_whenTheVolumeIsEncrypted_theSnapshotIs"),
  /** Two images of an account may have one name. */
  TAKES_IMAGE_NAMES_TWICE("ImageContractTest.createImage_whenTheNameIsTaken_isRefused"),
  /** An image may have any name. */
  ANY_IMAGE_NAME("ImageContractTest.createImage_whenTheNameIsMalformed_isRefused"),
  /** An encrypted copy is not encrypted. */
  COPIES_PLAIN("ImageContractTest.copyImage_whenEncrypted_theSnapshotIs"),
  /** Tags for a copy are dropped. */
  NO_TAGS_ON_COPIES("ImageContractTest.copyImage_whenTagged_theImageIs"),
  /** A client token makes one more copy each time. */
  COPIES_TOKEN_TWICE("ImageContractTest.copyImage_whenSentAgainWithItsToken_isTheSame"),
  /** A copy under a key that is not there succeeds. */
  COPIES_UNDER_ANY_KEY("ImageContractTest.copyImage_whenTheKeyIsNotThere_failsLater"),
  /** The snapshots of a deregistered image stay, also when they are to go. */
  KEEPS_SNAPSHOTS_OF_IMAGES(
      "ImageContractTest.deregisterImage_whenSnapshotsAreAskedFor_theyAreGone"),
  /** The id of a deregistered image finds nothing instead of being refused. */
  NOTHING_FOR_DEREGISTERED_ID("ImageContractTest.describeImages_whenDeregistered_theIdIsRefused"),
  /** A copy that was to be encrypted is not, and has no tags by which it could be taken back. */
  COPY_FAILS_THE_CHECK("EncryptContractTest.apply_byCopying_endsWithOneEncryptedImage"),
  /** No image comes of an instance where its snapshots are to be tagged. */
  NO_IMAGE_WITH_SNAPSHOT_TAGS("EncryptContractTest.apply_byLaunching_endsWithOneEncryptedImage"),
  /** The same for the intermediate image. */
  NO_INTERMEDIATE_WITH_SNAPSHOT_TAGS(
      "EncryptContractTest.apply_byCopyingAfterCreating_endsWithOneEncryptedImage"),
  /** AWS's own key for EBS is one of the customer's. */
  EBS_KEY_OF_CUSTOMER("KeyContractTest.describeKey_whenItIsTheOneOfEbs_isOfAws");

  private final String check;

  Departure(String check) {
    this.check = check;
  }

  /** The check that it alters, as {@code Class.method}. */
  String check() {
    return check;
  }
}
