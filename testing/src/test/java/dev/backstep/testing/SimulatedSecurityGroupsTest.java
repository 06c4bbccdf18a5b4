package dev.backstep.testing;

import static dev.backstep.testing.Errors.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleUpdate;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

class SimulatedSecurityGroupsTest {

  private final SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 2);
  private final Clients clients = Clients.of(aws);

  @Test
  void createSecurityGroup_whenTagged_isDescribedWithTagsAndDefaultEgress() {
    String id =
        clients
            .ec2
            .createSecurityGroup(
                clients.groupRequest("FE").toBuilder()
                    .tagSpecifications(tags("security-group", "owner", "impala"))
                    .build())
            .groupId();

    SecurityGroup group = describe(id);
    assertThat(group.tags()).containsExactly(Tag.builder().key("owner").value("impala").build());
    assertThat(group.ipPermissions()).isEmpty();
    assertThat(group.ipPermissionsEgress())
        .singleElement()
        .satisfies(p -> assertThat(p.ipProtocol()).isEqualTo("-1"));
    assertThat(aws.madeBy(id))
        .get()
        .isInstanceOfSatisfying(
            Maker.Caller.class,
            maker -> assertThat(maker.operation()).isEqualTo("CreateSecurityGroup"));
  }

  @Test
  void createSecurityGroup_whenNameTakenInOtherCase_isRefused() {
    clients.group("Cluster1 Impala FE");

    refused(400, "InvalidGroup.Duplicate", () -> clients.group("CLUSTER1 impala fe"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sg-mine", "with\ttab", "Größe", "100%"})
  void createSecurityGroup_whenNameInvalid_isRefused(String name) {
    refused(400, "InvalidParameterValue", () -> clients.group(name));
  }

  @Test
  void createSecurityGroup_whenVpcUnknown_isRefused() {
    refused(
        400,
        "InvalidVpcID.NotFound",
        () ->
            clients.ec2.createSecurityGroup(
                clients.groupRequest("FE").toBuilder().vpcId("vpc-0").build()));
  }

  @Test
  void createSecurityGroup_whenDryRun_changesNothing() {
    WorldSnapshot before = aws.snapshot();

    refused(
        412,
        "DryRunOperation",
        () ->
            clients.ec2.createSecurityGroup(
                clients.groupRequest("FE").toBuilder().dryRun(true).build()));

    assertThat(before.diff(aws.snapshot())).isEmpty();
  }

  @Test
  void deleteSecurityGroup_whenOnInterface_isRefused() {
    String group = clients.group("BE");
    String eni = aws.world().firstInterface(clients.worker(1));
    clients.ec2.modifyNetworkInterfaceAttribute(r -> r.networkInterfaceId(eni).groups(group));

    refused(400, "DependencyViolation", () -> delete(group));
  }

  @Test
  void deleteSecurityGroup_whenInRuleOfOtherGroup_isRefusedUntilRuleGoes() {
    String front = clients.group("FE");
    String back = clients.group("BE");
    clients.allow(back, 21050, front);

    refused(400, "DependencyViolation", () -> delete(front));
    delete(back);
    delete(front);
    refused(400, "InvalidGroup.NotFound", () -> delete(front));
  }

  @Test
  void deleteSecurityGroup_whenRefersToItself_succeeds() {
    String group = clients.group("BE");
    clients.allow(group, 22000, group);

    delete(group);

    assertThat(aws.snapshot().lines()).noneMatch(line -> line.contains(group));
  }

  @Test
  void deleteSecurityGroup_whenDefault_isRefused() {
    String group =
        clients
            .ec2
            .describeSecurityGroups(r -> r.filters(Clients.filter("group-name", "default")))
            .securityGroups()
            .get(0)
            .groupId();

    refused(400, "CannotDelete", () -> delete(group));
  }

  @Test
  void authorize_whenTagged_returnsRulesWithIdsAndTags() {
    String group = clients.group("FE");

    AuthorizeSecurityGroupIngressResponse answer =
        clients.ec2.authorizeSecurityGroupIngress(
            r ->
                r.groupId(group)
                    .ipPermissions(Clients.tcp(21000, "10.1.2.3/8"), Clients.tcp(21050, group))
                    .tagSpecifications(tags("security-group-rule", "step", "1")));

    assertThat(answer.securityGroupRules())
        .hasSize(2)
        .allSatisfy(rule -> assertThat(rule.securityGroupRuleId()).startsWith("sgr-0"))
        .allSatisfy(rule -> assertThat(rule.tags()).hasSize(1));
    assertThat(answer.securityGroupRules().get(0).cidrIpv4()).isEqualTo("10.0.0.0/8");
    assertThat(rules("tag:step", "1")).hasSize(2);
    assertThat(rules("group-id", group)).hasSize(3);
  }

  @Test
  void authorize_whenOneOfBatchIsThere_addsNone() {
    String group = clients.group("FE");
    clients.allow(group, 21000, "10.0.0.0/8");

    refused(
        400,
        "InvalidPermission.Duplicate",
        () ->
            clients.ec2.authorizeSecurityGroupIngress(
                r ->
                    r.groupId(group)
                        .ipPermissions(
                            Clients.tcp(21050, "10.0.0.0/8"), Clients.tcp(21000, "10.9.9.9/8"))));

    assertThat(describe(group).ipPermissions()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "70000, 10.0.0.0/8, InvalidParameterValue",
    "-5, 10.0.0.0/8, InvalidParameterValue",
    "21000, 10.0.0/8, InvalidParameterValue",
    "21000, 10.0.0.0/33, InvalidParameterValue",
    "21000, 300.0.0.0/8, InvalidParameterValue",
    "21000, sg-0123, InvalidGroup.NotFound"
  })
  void authorize_whenRuleInvalid_isRefused(int port, String source, String code) {
    String group = clients.group("FE");

    refused(400, code, () -> clients.allow(group, port, source));
  }

  @Test
  void authorize_whenOverLimit_isRefused() {
    String group = clients.group("FE");
    List<IpRange> sixty = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      sixty.add(IpRange.builder().cidrIp("10." + i + ".0.0/16").build());
    }
    clients.ec2.authorizeSecurityGroupIngress(
        r ->
            r.groupId(group)
                .ipPermissions(
                    IpPermission.builder()
                        .ipProtocol("6")
                        .fromPort(1)
                        .toPort(2)
                        .ipRanges(sixty)
                        .build()));

    refused(
        400, "RulesPerSecurityGroupLimitExceeded", () -> clients.allow(group, 21000, "10.0.0.0/8"));
  }

  @Test
  void revoke_whenById_removesOneRuleOnce() {
    String group = clients.group("FE");
    clients.allow(group, 21000, "10.0.0.0/8");
    String rule = inbound(group).get(0).securityGroupRuleId();

    clients.ec2.revokeSecurityGroupIngress(r -> r.groupId(group).securityGroupRuleIds(rule));

    assertThat(inbound(group)).isEmpty();
    refused(
        400,
        "InvalidSecurityGroupRuleId.NotFound",
        () ->
            clients.ec2.revokeSecurityGroupIngress(
                r -> r.groupId(group).securityGroupRuleIds(rule)));
  }

  @Test
  void revoke_whenByPermissionThatIsNotThere_isRefused() {
    String group = clients.group("FE");
    clients.allow(group, 21000, "10.0.0.0/8");

    clients.ec2.revokeSecurityGroupIngress(
        r -> r.groupId(group).ipPermissions(Clients.tcp(21000, "10.0.0.0/8")));

    refused(
        400,
        "InvalidPermission.NotFound",
        () ->
            clients.ec2.revokeSecurityGroupIngress(
                r -> r.groupId(group).ipPermissions(Clients.tcp(21000, "10.0.0.0/8"))));
  }

  @Test
  void modifyRules_whenRuleThere_keepsItsId() {
    String group = clients.group("FE");
    clients.allow(group, 21000, "10.0.0.0/8");
    String rule = inbound(group).get(0).securityGroupRuleId();

    clients.ec2.modifySecurityGroupRules(
        r ->
            r.groupId(group)
                .securityGroupRules(
                    SecurityGroupRuleUpdate.builder()
                        .securityGroupRuleId(rule)
                        .securityGroupRule(
                            it ->
                                it.ipProtocol("tcp")
                                    .fromPort(21000)
                                    .toPort(21000)
                                    .cidrIpv4("192.168.0.0/16")
                                    .description("new"))
                        .build()));

    assertThat(inbound(group))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.securityGroupRuleId()).isEqualTo(rule);
              assertThat(it.cidrIpv4()).isEqualTo("192.168.0.0/16");
              assertThat(it.description()).isEqualTo("new");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:0:0:0:0:0:1/32, 2001:db8::/32",
    "::/0, ::/0",
    "fe80:0:0:1:0:0:0:0/64, fe80:0:0:1::/64"
  })
  void authorize_whenIpv6_isCanonical(String given, String kept) {
    String group = clients.group("FE");

    clients.ec2.authorizeSecurityGroupIngress(
        r ->
            r.groupId(group)
                .ipPermissions(
                    IpPermission.builder()
                        .ipProtocol("-1")
                        .ipv6Ranges(
                            software.amazon.awssdk.services.ec2.model.Ipv6Range.builder()
                                .cidrIpv6(given)
                                .build())
                        .build()));

    assertThat(inbound(group).get(0).cidrIpv6()).isEqualTo(kept);
  }

  private SecurityGroup describe(String id) {
    return clients.ec2.describeSecurityGroups(r -> r.groupIds(id)).securityGroups().get(0);
  }

  private void delete(String id) {
    clients.ec2.deleteSecurityGroup(r -> r.groupId(id));
  }

  private List<SecurityGroupRule> rules(String filter, String value) {
    return clients
        .ec2
        .describeSecurityGroupRules(r -> r.filters(Clients.filter(filter, value)))
        .securityGroupRules();
  }

  private List<SecurityGroupRule> inbound(String group) {
    return rules("group-id", group).stream().filter(rule -> !rule.isEgress()).toList();
  }

  private static TagSpecification tags(String type, String key, String value) {
    return TagSpecification.builder()
        .resourceType(type)
        .tags(Tag.builder().key(key).value(value).build())
        .build();
  }
}
